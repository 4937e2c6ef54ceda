package swiotlb.trace.show.diagram;

import java.util.Locale;
import swiotlb.trace.store.TimeText;

/** A picture with the colours that the viewer prefers, dark or light. */
final class SvgDrawing {
  private static final String STYLE =
      """
      text{font:12px system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;fill:#1f2328}
      .page{fill:#ffffff}.title{font-size:15px;font-weight:600}
      .band{fill:#f4f6f9}.group{font-size:11px;font-weight:600;fill:#59636e}
      .box{fill:#ffffff;stroke:#c4ccd6}.life{stroke:#c4ccd6;stroke-dasharray:3 4}
      .time{fill:#59636e;font-size:11px}.label{paint-order:stroke;stroke:#f4f6f9;stroke-width:3px}
      .request{stroke:#0f5fc2}.reply{stroke:#1a7f4b;stroke-dasharray:6 3}.lost{stroke:#c62a2f}
      .head-request{fill:#0f5fc2}.head-reply{fill:#1a7f4b}.line{fill:none;stroke-width:1.4}
      .note rect{stroke-width:1}.note text{font-size:11px}
      .state rect{fill:#fffbe6;stroke:#d9c778}.growth rect{fill:#e6f4ff;stroke:#86b7e5}
      .failure rect{fill:#ffeceb;stroke:#e3a09b}
      @media(prefers-color-scheme:dark){
      text{fill:#e6edf3}.page{fill:#0d1117}.band{fill:#161b22}.group,.time{fill:#9198a1}
      .box{fill:#0d1117;stroke:#3d444d}.life{stroke:#3d444d}.label{stroke:#161b22}
      .request{stroke:#6cb0ff}.reply{stroke:#56d38a}.lost{stroke:#ff7b72}
      .head-request{fill:#6cb0ff}.head-reply{fill:#56d38a}
      .state rect{fill:#2d2811;stroke:#6b5d1e}.growth rect{fill:#10263d;stroke:#2f5f8f}
      .failure rect{fill:#3a1618;stroke:#8a3a3a}}
      """;
  private static final int TOP = 44;
  private static final int HEAD = 58;
  private static final int BELOW = 28;

  /** Of a part of a page, where no title stands. */
  private static final int ABOVE = 10;

  /** Two such stand side by side on a screen of a laptop. */
  private static final double FITS = 655;

  private static final double LEAST_SCALE = 0.75;

  private static final int ARROW_HEIGHT = 32;
  private static final int SELF_HEIGHT = 30;
  private static final int NOTE_HEIGHT = 26;

  private final Diagram diagram;
  private final SvgLayout layout;
  private final StringBuilder body = new StringBuilder();
  private final StringBuilder rows = new StringBuilder();
  private double scale = 1;
  private long shownNs = -1;

  SvgDrawing(Diagram diagram) {
    this.diagram = diagram;
    this.layout = new SvgLayout(diagram);
  }

  /** A file of its own. */
  String draw() {
    var height = drawRows() + BELOW;
    var titleWidth = SvgLayout.textWidth(diagram.title()) * 1.35 + 2 * SvgLayout.MARGIN;
    var width = Math.max(layout.width(), titleWidth);
    add("<rect class=\"page\" width=\"%s\" height=\"%s\"/>", n(width), n(height));
    add(
        "<text class=\"title\" x=\"%s\" y=\"28\">%s</text>",
        n(SvgLayout.MARGIN), Escapes.xml(diagram.title()));
    return svg(
        " xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"",
        0,
        width,
        height,
        "<title>" + Escapes.xml(diagram.title()) + "</title>\n<style>\n" + STYLE + "</style>\n");
  }

  /**
   * A part of a page, which has its style and tells its title; one that is too wide for its column
   * is made smaller, as far as it can be read then.
   */
  String within() {
    scale = Math.max(LEAST_SCALE, Math.min(1, FITS / layout.width()));
    return svg(
        " class=\"sequence\" role=\"img\" aria-label=\"" + Escapes.xml(diagram.title()) + "\"",
        TOP - ABOVE,
        layout.width(),
        drawRows() + BELOW,
        "");
  }

  /** Draws messages and notes, from top to bottom; where the last one is. */
  private double drawRows() {
    var y = (double) TOP + HEAD + 6;
    for (var row : diagram.rows()) {
      if (row instanceof Diagram.Arrow arrow) {
        var isSelf = arrow.from().equals(arrow.to());
        y += isSelf ? SELF_HEIGHT : ARROW_HEIGHT;
        rows.append(isSelf ? self(arrow, y) : arrow(arrow, y));
      } else if (row instanceof Diagram.Note note) {
        y += NOTE_HEIGHT;
        rows.append(note(note, y));
      }
    }
    return y;
  }

  private String svg(String attributes, int top, double width, double height, String begin) {
    bands(height);
    diagram.participants().forEach(participant -> participant(participant, height));
    return "<svg"
        + attributes
        + " width=\"%s\" height=\"%s\" viewBox=\"0 %d %s %s\">\n"
            .formatted(n(width * scale), n((height - top) * scale), top, n(width), n(height - top))
        + begin
        + body
        + rows
        + "</svg>\n";
  }

  /** A ground behind each group. */
  private void bands(double height) {
    var participants = diagram.participants();
    var begin = 0;
    for (var i = 1; i <= participants.size(); i++) {
      var group = participants.get(begin).group();
      if (i < participants.size() && participants.get(i).group().equals(group)) {
        continue;
      }
      var first = participants.get(begin);
      var last = participants.get(i - 1);
      var nameHalf = SvgLayout.textWidth(group.name()) / 2 + 8;
      var middle = (layout.x(first) + layout.x(last)) / 2;
      var left = Math.min(layout.x(first) - SvgLayout.boxWidth(first) / 2 - 9, middle - nameHalf);
      var right = Math.max(layout.x(last) + SvgLayout.boxWidth(last) / 2 + 9, middle + nameHalf);
      add(
          "<rect class=\"band\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"8\"/>",
          n(left), n(TOP), n(right - left), n(height - TOP - 12));
      add(
          "<text class=\"group\" x=\"%s\" y=\"%s\" text-anchor=\"middle\">%s</text>",
          n(middle), n(TOP + 16), Escapes.xml(group.name()));
      begin = i;
    }
  }

  private void participant(Participant participant, double height) {
    var x = layout.x(participant);
    var width = SvgLayout.boxWidth(participant);
    add(
        "<line class=\"life\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>",
        n(x), n(TOP + 50), n(x), n(height - 20));
    add(
        "<rect class=\"box\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"26\" rx=\"5\"/>",
        n(x - width / 2), n(TOP + 24), n(width));
    add(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\">%s</text>",
        n(x), n(TOP + 41), Escapes.xml(participant.label()));
  }

  private String arrow(Diagram.Arrow arrow, double y) {
    var from = layout.x(arrow.from());
    var to = layout.x(arrow.to());
    var direction = Math.signum(to - from);
    var end = arrow.kind() == Diagram.Kind.LOST ? to - direction * 12 : to - direction * 7;
    return time(arrow, y)
        + line("M%s %sH%s", arrow, n(from), n(y), n(end))
        + head(arrow, end, y, direction)
        + label(arrow, (from + to) / 2, y - 6, "middle");
  }

  private String self(Diagram.Arrow arrow, double y) {
    var x = layout.x(arrow.from());
    var right = x + SvgLayout.SELF_WIDTH - 10;
    return time(arrow, y)
        + line(
            "M%s %sH%sQ%s %s %s %sQ%s %s %s %sH%s",
            arrow,
            n(x),
            n(y - 12),
            n(right - 6),
            n(right),
            n(y - 12),
            n(right),
            n(y - 6),
            n(right),
            n(y),
            n(right - 6),
            n(y),
            n(x + 7))
        + head(arrow, x + 7, y, -1)
        + label(arrow, right + 6, y - 2, "start");
  }

  /** Once where it is the same for several arrows. */
  private String time(Diagram.Arrow arrow, double y) {
    if (arrow.timeNs() == shownNs) {
      return "";
    }
    shownNs = arrow.timeNs();
    return format(
        "<text class=\"time\" x=\"%s\" y=\"%s\" text-anchor=\"end\">%s</text>",
        n(SvgLayout.MARGIN + SvgLayout.TIMES_WIDTH - 12), n(y + 4), TimeText.of(arrow.timeNs()));
  }

  private static String line(String path, Diagram.Arrow arrow, Object... places) {
    return format(
        "<path class=\"line %s\" d=\"%s\"/>",
        arrow.kind().name().toLowerCase(Locale.ROOT), String.format(Locale.ROOT, path, places));
  }

  private static String head(Diagram.Arrow arrow, double x, double y, double direction) {
    if (arrow.kind() == Diagram.Kind.LOST) {
      return format(
          "<path class=\"line lost\" d=\"M%s %sl10 10m0 -10l-10 10\"/>", n(x - 5), n(y - 5));
    }
    return format(
        "<path class=\"head-%s\" d=\"M%s %sl%s 4.5v-9z\"/>",
        arrow.kind().name().toLowerCase(Locale.ROOT),
        n(x + direction * 6),
        n(y),
        n(-direction * 8));
  }

  private static String label(Diagram.Arrow arrow, double x, double y, String anchor) {
    return format(
        "<text class=\"label\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>",
        n(x), n(y), anchor, Escapes.xml(arrow.label()));
  }

  private String note(Diagram.Note note, double y) {
    var width = SvgLayout.textWidth(note.text()) + 14;
    var x = layout.x(note.over());
    return format(
        "<g class=\"note %s\"><rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"19\" rx=\"4\"/>"
            + "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\">%s</text></g>",
        note.tone().name().toLowerCase(Locale.ROOT),
        n(x - width / 2),
        n(y - 14),
        n(width),
        n(x),
        n(y - 1),
        Escapes.xml(note.text()));
  }

  private void add(String template, Object... values) {
    body.append(format(template, values));
  }

  private static String format(String template, Object... values) {
    return String.format(Locale.ROOT, template, values) + "\n";
  }

  /** A number of pixels, to a tenth. */
  private static String n(double pixels) {
    var tenths = Math.round(pixels * 10);
    return tenths % 10 == 0
        ? Long.toString(tenths / 10)
        : tenths / 10 + "." + Math.abs(tenths % 10);
  }
}
