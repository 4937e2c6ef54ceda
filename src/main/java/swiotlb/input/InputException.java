package swiotlb.input;

/**
 * Something from outside that cannot be used: a file, a setting, an option. The message names the
 * place, what is wrong and a remedy.
 */
public class InputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** An error at a line of a file, from 1. */
  public InputException(String file, long line, String whatAndRemedy) {
    this(file + ":" + line + ": " + whatAndRemedy);
  }

  /** An error of a file as a whole, or of an option. */
  public InputException(String place, String whatAndRemedy) {
    this(place + ": " + whatAndRemedy);
  }

  /** The same error, told once more: what happened in another thread, say. */
  public InputException(InputException told) {
    super(told.getMessage(), told);
  }

  /** An error with its place in its message. */
  InputException(String message) {
    super(message);
  }
}
