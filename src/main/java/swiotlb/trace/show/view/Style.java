package swiotlb.trace.show.view;

/** How parts of a line are told apart on a terminal. */
public enum Style {
  /** No colours. */
  PLAIN,
  /** Those of the terminal. */
  COLOURED;

  /** What a part of a line is. */
  enum Part {
    TIME("2"),
    SENDER("36"),
    RECEIVER("36"),
    TYPE("1"),
    FAILURE("1;31"),
    FACT("1;33"),
    FIELDS("2");

    private final String code;

    Part(String code) {
      this.code = code;
    }
  }

  String of(Part part, String text) {
    return this == PLAIN ? text : "\u001b[" + part.code + "m" + text + "\u001b[0m";
  }
}
