package swiotlb.report.page;

import java.util.List;

/**
 * What a study came to, as plain data: the answer first, then what it rests on. All texts may come
 * from outside; whoever writes them out makes them harmless.
 *
 * @param title what was studied, such as the name of a scenario
 * @param kind what kind of study it was, in a word or two: "run", "measurement"
 * @param about what it is about, in a sentence; may be empty
 */
public record Report(
    String title, String kind, String about, Answer answer, List<Section> sections) {
  /** Immutable from the start. */
  public Report {
    sections = List.copyOf(sections);
  }

  /** How good news are. */
  public enum Tone {
    /** No news. */
    PLAIN,
    /** As one would wish. */
    GOOD,
    /** To be looked at. */
    DOUBTFUL,
    /** Something failed. */
    BAD
  }

  /**
   * The answer.
   *
   * @param verdict in a few words: "It fits"
   * @param sentences why, and what to do; the first one may be all that is read
   */
  public record Answer(Tone tone, String verdict, List<String> sentences) {
    /** Immutable from the start. */
    public Answer {
      sentences = List.copyOf(sentences);
    }
  }

  /** Parts under one heading, in the order in which they are read. */
  public record Section(String title, List<Part> parts) {
    /** Immutable from the start. */
    public Section {
      parts = List.copyOf(parts);
    }
  }

  /** All figures of which there are pictures, in order. */
  public List<Part.Chart> charts() {
    return sections.stream()
        .flatMap(section -> section.parts().stream())
        .filter(Part.Chart.class::isInstance)
        .map(Part.Chart.class::cast)
        .toList();
  }
}
