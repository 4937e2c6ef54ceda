package swiotlb.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import swiotlb.input.Text;
import swiotlb.study.sweep.MainEffect;
import swiotlb.study.sweep.MainFigure;
import swiotlb.study.sweep.Tally;
import swiotlb.study.vary.Axis;

/** What there is to say of the points of a sweep, whoever says it. Texts are on one line. */
final class SweepFindings {
  private static final int LONGEST_VALUE = 28;
  private static final int LONGEST_REASON = 300;

  /** Less is shown as nothing. */
  private static final double LEAST_SHARE = 0.005;

  private final List<Axis> axes;
  private final List<Tally.Seen> points;
  private final List<String> names;

  SweepFindings(List<Axis> axes, Tally tally) {
    this.axes = axes;
    this.points = tally.points();
    this.names = axes.stream().map(a -> name(a.path(), axes)).map(Text::onOneLine).toList();
  }

  /** The end of a path by which it can be told from the others. */
  private static String name(String path, List<Axis> axes) {
    for (var dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
      var end = path.substring(dot);
      var shared = axes.stream().filter(axis -> ("." + axis.path()).endsWith(end)).count();
      if (shared == 1) {
        return end.substring(1);
      }
    }
    return path;
  }

  List<Axis> axes() {
    return axes;
  }

  List<Tally.Seen> points() {
    return points;
  }

  /** Short names of the axes, in their order. */
  List<String> names() {
    return names;
  }

  String nameOf(String path) {
    for (var i = 0; i < axes.size(); i++) {
      if (axes.get(i).path().equals(path)) {
        return names.get(i);
      }
    }
    return path;
  }

  /** The value that a point has on an axis. */
  static String valueAt(Tally.Seen point, Axis axis) {
    return shown(point.settings().getOrDefault(axis.path(), ""));
  }

  static String shown(String value) {
    var line = Text.onOneLine(value);
    return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE - 1) + "…";
  }

  static String named(MainFigure figure) {
    return figure.label() + (figure.unit().isEmpty() ? "" : " (" + figure.unit() + ")");
  }

  static String number(double value) {
    var isWhole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return String.format(Locale.ROOT, isWhole ? "%.0f" : value < 10 ? "%.2f" : "%.1f", value);
  }

  /** Means of a figure at all points that have it, rising. */
  double[] means(MainFigure figure) {
    return points.stream().flatMapToDouble(point -> point.mean(figure).stream()).sorted().toArray();
  }

  /** In the middle of values that rise; half way between two of them, if there are two. */
  static double median(double[] rising) {
    return (rising[(rising.length - 1) / 2] + rising[rising.length / 2]) / 2;
  }

  /** Figures that are not the same at all points. */
  List<MainFigure> differing() {
    return Arrays.stream(MainFigure.values())
        .filter(figure -> Arrays.stream(means(figure)).distinct().count() > 1)
        .toList();
  }

  /** Settings that explain something of a figure, the one that explains most first. */
  List<MainEffect> effects(MainFigure figure) {
    return MainEffect.of(figure, axes, points).stream()
        .filter(effect -> effect.share() >= LEAST_SHARE)
        .toList();
  }

  /** What was met, how often, and a point where it was. */
  record Met(String what, long times, String example) {}

  /** Kinds of outcome, the most frequent first. */
  List<Met> kinds() {
    return met(Tally.Run::kind, false);
  }

  /** Why runs are not done, the most frequent reason first. */
  List<Met> reasons() {
    return met(run -> run.outcome() + ": " + run.reason().lines().findFirst().orElse(""), true)
        .stream()
        .map(
            met ->
                new Met(Text.onOneLine(Text.cut(met.what, LONGEST_REASON)), met.times, met.example))
        .toList();
  }

  private List<Met> met(Function<Tally.Run, String> what, boolean isOfOthers) {
    var counts = new TreeMap<String, Long>();
    var examples = new TreeMap<String, String>();
    var order = new ArrayList<String>();
    for (var point : points) {
      for (var run : point.runs()) {
        if (!isOfOthers || !run.isDone()) {
          var text = what.apply(run);
          counts.merge(text, 1L, Long::sum);
          if (examples.putIfAbsent(text, example(point)) == null) {
            order.add(text);
          }
        }
      }
    }
    if (isOfOthers) {
      order.sort(Comparator.naturalOrder());
    }
    Comparator<Map.Entry<String, Long>> byCount = Map.Entry.comparingByValue();
    return order.stream()
        .map(text -> Map.entry(text, counts.getOrDefault(text, 0L)))
        .sorted(byCount.reversed())
        .map(met -> new Met(met.getKey(), met.getValue(), examples.getOrDefault(met.getKey(), "")))
        .toList();
  }

  private String example(Tally.Seen point) {
    var settings =
        axes.stream()
            .map(axis -> nameOf(axis.path()) + "=" + valueAt(point, axis))
            .collect(Collectors.joining(", "));
    return point.number() + (settings.isEmpty() ? "" : ": " + settings);
  }
}
