package swiotlb.trace.show.diagram;

import java.util.HashMap;
import swiotlb.trace.store.TimeText;

/** A sequence diagram of PlantUML. */
final class PlantumlDrawing {
  private PlantumlDrawing() {}

  static String draw(Diagram diagram) {
    var text = new StringBuilder("@startuml\nhide footbox\nskinparam shadowing false\n");
    if (!diagram.title().isEmpty()) {
      text.append("title ").append(Escapes.plantuml(diagram.title())).append('\n');
    }
    var ids = new HashMap<Participant, String>();
    Participant.Group group = null;
    for (var participant : diagram.participants()) {
      if (!participant.group().equals(group)) {
        text.append(group == null ? "" : "end box\n");
        group = participant.group();
        text.append("box \"").append(Escapes.plantuml(group.name())).append("\" #F4F6F8\n");
      }
      var id = "p" + (ids.size() + 1);
      ids.put(participant, id);
      text.append("participant \"")
          .append(Escapes.plantuml(participant.label()))
          .append("\" as ")
          .append(id)
          .append('\n');
    }
    text.append(group == null ? "" : "end box\n");
    for (var row : diagram.rows()) {
      if (row instanceof Diagram.Arrow arrow) {
        text.append(ids.get(arrow.from()))
            .append(stroke(arrow.kind()))
            .append(ids.get(arrow.to()))
            .append(" : ")
            .append(Escapes.plantuml(TimeText.of(arrow.timeNs()) + ", " + arrow.label()))
            .append(arrow.kind() == Diagram.Kind.LOST ? ", lost" : "")
            .append('\n');
      } else if (row instanceof Diagram.Note note) {
        text.append("note over ")
            .append(ids.get(note.over()))
            .append(" : ")
            .append(Escapes.plantuml(note.text()))
            .append('\n');
      }
    }
    return text.append("@enduml\n").toString();
  }

  private static String stroke(Diagram.Kind kind) {
    return switch (kind) {
      case REQUEST -> " -> ";
      case REPLY -> " --> ";
      case LOST -> " ->x ";
    };
  }
}
