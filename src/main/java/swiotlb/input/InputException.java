package swiotlb.input;

/** A file from outside that cannot be used; the message names file, line and remedy. */
public final class InputException extends RuntimeException {
  /** An error at a line of a file. */
  public InputException(String file, long line, String whatAndRemedy) {
    super(file + ":" + line + ": " + whatAndRemedy);
  }

  /** An error of a file as a whole. */
  public InputException(String file, String whatAndRemedy) {
    super(file + ": " + whatAndRemedy);
  }
}
