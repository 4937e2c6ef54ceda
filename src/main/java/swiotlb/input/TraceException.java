package swiotlb.input;

/**
 * A trace that cannot be used. The message names the file, the line, what is wrong and a remedy.
 */
public final class TraceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Names what is wrong with a file. */
  public TraceException(String file, String problem) {
    super(file + ": " + problem);
  }

  /** Names what is wrong with a line of a file, from 1. */
  public TraceException(String file, long line, String problem) {
    super(file + ":" + line + ": " + problem);
  }
}
