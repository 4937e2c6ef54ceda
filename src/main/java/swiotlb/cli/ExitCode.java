package swiotlb.cli;

/** What a command says to the shell. */
final class ExitCode {
  /** All went as it should. */
  static final int DONE = 0;

  /** A run failed, an invariant broke, or a comparison found a difference. */
  static final int FAILED = 1;

  /** Arguments or files cannot be used. */
  static final int BAD_INPUT = 2;

  private ExitCode() {}
}
