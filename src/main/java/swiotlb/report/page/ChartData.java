package swiotlb.report.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import swiotlb.input.Text;

/** The numbers of charts for the script of a page, in the units in which they are shown. */
final class ChartData {
  private static final MathContext DIGITS = new MathContext(7);

  private ChartData() {}

  /** All that are drawn by the script, as JSON in which nothing can be taken for markup. */
  static String of(Report report) {
    var all = JsonNodeFactory.instance.objectNode();
    for (var chart : report.charts()) {
      if (chart instanceof Part.Lines lines) {
        put(all.putObject(chart.name()), lines);
      } else if (chart instanceof Part.Heat heat) {
        put(all.putObject(chart.name()), heat);
      }
    }
    return all.toString().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  private static void put(ObjectNode to, Part.Lines chart) {
    var across = Scales.across(chart);
    var up = Scales.up(chart);
    to.put("kind", "lines");
    axis(to.putObject("across"), chart.across(), across);
    axis(to.putObject("up"), chart.up(), up);
    numbers(to.putArray("x"), chart.x(), across);
    var series = to.putArray("series");
    for (var line : chart.series()) {
      var one = series.addObject();
      one.put("name", Text.onOneLine(line.name()));
      one.put("style", line.style().name().toLowerCase(Locale.ROOT));
      numbers(one.putArray("values"), line.values(), up);
      if (line.hasIntervals()) {
        numbers(one.putArray("low"), line.low(), up);
        numbers(one.putArray("high"), line.high(), up);
      }
    }
    var marks = to.putArray("marks");
    for (var mark : chart.marks()) {
      number(marks.addArray(), mark.x() / across.divisor()).add(Text.onOneLine(mark.text()));
    }
  }

  private static void put(ObjectNode to, Part.Heat chart) {
    var across = chart.across().scale(chart.step() * chart.columns());
    var shade = Scales.shade(chart);
    to.put("kind", "heat");
    axis(to.putObject("across"), chart.across(), across);
    axis(to.putObject("shade"), chart.shade(), shade);
    to.put("step", rounded(chart.step() / across.divisor()));
    to.put("columns", chart.columns());
    var rows = to.putArray("rows");
    chart.rows().forEach(row -> rows.add(Text.onOneLine(row)));
    var values = to.putArray("values");
    chart.values().forEach(row -> numbers(values.addArray(), row, shade));
  }

  private static void axis(ObjectNode to, Axis axis, Axis.Scale scale) {
    to.put("title", Text.onOneLine(axis.title(scale)));
    to.put("unit", Text.onOneLine(scale.unit()));
    to.put("log", axis.isLogarithmic());
    var labels = to.putArray("labels");
    axis.labels().forEach(label -> labels.add(Text.onOneLine(label)));
  }

  private static void numbers(ArrayNode to, List<Double> values, Axis.Scale scale) {
    values.forEach(value -> number(to, value / scale.divisor()));
  }

  private static ArrayNode number(ArrayNode to, double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return to.addNull();
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? to.add((long) value)
        : to.add(rounded(value));
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }
}
