package swiotlb.report.page;

import java.util.Locale;

/** Bars as rows of a table: name, bar, value. They need no script. */
final class BarRows {
  private static final double WIDTH = 1000;

  private BarRows() {}

  static void write(Markup out, Part.Bars chart) {
    var range = Scales.range(chart);
    var along = Scales.along(chart);
    out.raw("<table class=\"bars\">\n<caption class=\"unseen\">")
        .text(chart.caption())
        .raw("</caption>\n<tbody>\n");
    for (var bar : chart.bars()) {
      out.raw("<tr><th scope=\"row\">").text(bar.label());
      out.raw("</th><td aria-hidden=\"true\">").raw(drawn(bar, range)).raw("</td><td class=\"n\">");
      out.text(bar.shown());
      if (bar.low() < bar.high()) {
        out.raw(" <small>(")
            .text(along.shown(bar.low()) + " to " + along.withUnit(bar.high()))
            .raw(")</small>");
      }
      out.raw("</td></tr>\n");
    }
    out.raw("</tbody></table>\n");
  }

  private static String drawn(Part.Bar bar, Scales.Range range) {
    var svg =
        new StringBuilder("<svg viewBox=\"0 0 1000 20\" preserveAspectRatio=\"none\">")
            .append(
                rectangle(
                    "bar",
                    at(Math.min(0, bar.value()), range),
                    at(Math.max(0, bar.value()), range),
                    2,
                    16));
    if (bar.low() < bar.high()) {
      svg.append(rectangle("interval", at(bar.low(), range), at(bar.high(), range), 8.5, 3));
    }
    return svg.append("</svg>").toString();
  }

  private static double at(double value, Scales.Range range) {
    var width = range.most() - range.least();
    return width <= 0 ? 0 : Math.max(0, Math.min(1, (value - range.least()) / width)) * WIDTH;
  }

  private static String rectangle(String of, double from, double to, double top, double height) {
    return String.format(
        Locale.ROOT,
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
        of,
        from,
        top,
        Math.max(to - from, from == 0 && to == 0 ? 0 : 2),
        height);
  }
}
