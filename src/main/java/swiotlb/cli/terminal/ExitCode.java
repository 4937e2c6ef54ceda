package swiotlb.cli.terminal;

/** What a command says to the shell. */
public final class ExitCode {
  /** All went as it should. */
  public static final int DONE = 0;

  /** A run failed, an invariant broke, or a comparison found a difference. */
  public static final int FAILED = 1;

  /** Arguments or files cannot be used. */
  public static final int BAD_INPUT = 2;

  private ExitCode() {}
}
