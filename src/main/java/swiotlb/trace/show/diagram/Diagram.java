package swiotlb.trace.show.diagram;

import java.util.List;

/**
 * A sequence diagram.
 *
 * @param title what it shows
 * @param participants from left to right; those of a group stand together
 * @param rows from top to bottom
 */
public record Diagram(String title, List<Participant> participants, List<Row> rows) {

  /** Something at its place in time. */
  sealed interface Row {}

  /** How an arrow looks. */
  enum Kind {
    /** A message. */
    REQUEST,
    /** An answer to whoever asked. */
    REPLY,
    /** A message that nobody handled. */
    LOST
  }

  /**
   * One message, or several alike.
   *
   * @param timeNs when the last of them came
   */
  record Arrow(Participant from, Participant to, Kind kind, long timeNs, String label)
      implements Row {}

  /** A state that an actor was in. */
  record Note(Participant over, Tone tone, String text) implements Row {}

  /** How much a note asks for attention. */
  enum Tone {
    STATE,
    GROWTH,
    FAILURE
  }

  /** Lists that nobody changes. */
  public Diagram {
    participants = List.copyOf(participants);
    rows = List.copyOf(rows);
  }
}
