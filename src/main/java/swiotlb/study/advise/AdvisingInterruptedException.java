package swiotlb.study.advise;

/** Somebody ended it before there was an answer. */
public final class AdvisingInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  AdvisingInterruptedException() {
    super("interrupted before there was an answer");
  }
}
