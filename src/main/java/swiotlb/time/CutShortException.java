package swiotlb.time;

/**
 * Thrown by {@link Choices} in place of a turn: nothing more of this run is wanted. The engine can
 * begin another one.
 */
public final class CutShortException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** One that tells nothing but why. */
  public CutShortException(String why) {
    super(why, null, false, false);
  }
}
