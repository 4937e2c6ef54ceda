package swiotlb.trace.show.diagram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** Where the lifelines of a diagram stand, in pixels, so that labels find their place. */
final class SvgLayout {
  static final int TIMES_WIDTH = 92;
  static final int MARGIN = 20;
  static final int SELF_WIDTH = 34;

  private static final double CHARACTER_WIDTH = 6.5;
  private static final int LEAST_GAP = 74;
  private static final int GROUP_GAP = 26;
  private static final int LABEL_ROOM = 30;

  private record Demand(int from, int to, double width) {}

  private final Map<Participant, Integer> columns = new HashMap<>();
  private final double[] x;
  private final double width;

  SvgLayout(Diagram diagram) {
    var participants = diagram.participants();
    for (var participant : participants) {
      columns.put(participant, columns.size());
    }
    var gaps = new double[participants.size()];
    for (var i = 0; i + 1 < participants.size(); i++) {
      var left = participants.get(i);
      var right = participants.get(i + 1);
      gaps[i] =
          Math.max(LEAST_GAP, (boxWidth(left) + boxWidth(right)) / 2 + 14)
              + (left.group().equals(right.group()) ? 0 : GROUP_GAP);
    }
    widen(diagram, gaps);
    x = new double[participants.size()];
    x[0] = MARGIN + TIMES_WIDTH + Math.max(boxWidth(participants.get(0)) / 2 + 16, 50);
    for (var i = 1; i < x.length; i++) {
      x[i] = x[i - 1] + gaps[i - 1];
    }
    var last = participants.get(x.length - 1);
    width = x[x.length - 1] + Math.max(boxWidth(last) / 2 + 16, gaps[x.length - 1]) + MARGIN;
  }

  /** The narrowest demands first, since they leave no choice. */
  private void widen(Diagram diagram, double[] gaps) {
    var demands = new ArrayList<Demand>();
    for (var row : diagram.rows()) {
      if (row instanceof Diagram.Arrow arrow) {
        var from = column(arrow.from());
        var to = column(arrow.to());
        demands.add(
            from == to
                ? new Demand(from, from + 1, textWidth(arrow.label()) + SELF_WIDTH + 24)
                : new Demand(
                    Math.min(from, to), Math.max(from, to), textWidth(arrow.label()) + LABEL_ROOM));
      } else if (row instanceof Diagram.Note note) {
        var half = textWidth(note.text()) / 2 + 20;
        var over = column(note.over());
        demands.add(new Demand(over, over + 1, half));
        if (over > 0) {
          demands.add(new Demand(over - 1, over, half));
        }
      }
    }
    demands.sort(Comparator.comparingInt(d -> d.to - d.from));
    for (var demand : demands) {
      var has = Arrays.stream(gaps, demand.from, demand.to).sum();
      for (var i = demand.from; has < demand.width && i < demand.to; i++) {
        gaps[i] += (demand.width - has) / (demand.to - demand.from);
      }
    }
  }

  int column(Participant participant) {
    var column = columns.get(participant);
    if (column == null) {
      throw new IllegalArgumentException(participant.path() + " is no participant");
    }
    return column;
  }

  double x(Participant participant) {
    return x[column(participant)];
  }

  double width() {
    return width;
  }

  static double boxWidth(Participant participant) {
    return textWidth(participant.label()) + 22;
  }

  /** About how wide a text is at 12 pixels. */
  static double textWidth(String text) {
    return text.codePointCount(0, text.length()) * CHARACTER_WIDTH;
  }
}
