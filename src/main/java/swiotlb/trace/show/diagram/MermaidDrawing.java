package swiotlb.trace.show.diagram;

import java.util.HashMap;
import swiotlb.trace.store.TimeText;

/** A {@code sequenceDiagram} of Mermaid. */
final class MermaidDrawing {
  private MermaidDrawing() {}

  static String draw(Diagram diagram) {
    var text = new StringBuilder("sequenceDiagram\n");
    if (!diagram.title().isEmpty()) {
      text.append("  title ").append(Escapes.mermaid(diagram.title())).append('\n');
    }
    var ids = new HashMap<Participant, String>();
    Participant.Group group = null;
    for (var participant : diagram.participants()) {
      if (!participant.group().equals(group)) {
        text.append(group == null ? "" : "  end\n");
        group = participant.group();
        text.append("  box transparent ").append(Escapes.mermaid(group.name())).append('\n');
      }
      var id = "p" + (ids.size() + 1);
      ids.put(participant, id);
      text.append("    participant ")
          .append(id)
          .append(" as ")
          .append(Escapes.mermaid(participant.label()))
          .append('\n');
    }
    text.append(group == null ? "" : "  end\n");
    for (var row : diagram.rows()) {
      if (row instanceof Diagram.Arrow arrow) {
        text.append("  ")
            .append(ids.get(arrow.from()))
            .append(stroke(arrow.kind()))
            .append(ids.get(arrow.to()))
            .append(": ")
            .append(Escapes.mermaid(TimeText.of(arrow.timeNs()) + ", " + arrow.label()))
            .append(arrow.kind() == Diagram.Kind.LOST ? ", lost" : "")
            .append('\n');
      } else if (row instanceof Diagram.Note note) {
        text.append("  Note over ")
            .append(ids.get(note.over()))
            .append(": ")
            .append(Escapes.mermaid(note.text()))
            .append('\n');
      }
    }
    return text.toString();
  }

  private static String stroke(Diagram.Kind kind) {
    return switch (kind) {
      case REQUEST -> "->>";
      case REPLY -> "-->>";
      case LOST -> "-x";
    };
  }
}
