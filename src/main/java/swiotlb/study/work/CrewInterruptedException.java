package swiotlb.study.work;

/** Nobody wants the work any more: what was not done yet is left. */
public final class CrewInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With nothing to add. */
  public CrewInterruptedException() {
    super("interrupted");
  }
}
