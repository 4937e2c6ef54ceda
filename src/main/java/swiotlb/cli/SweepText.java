package swiotlb.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import swiotlb.input.Screen;
import swiotlb.input.Text;
import swiotlb.input.TextTable;
import swiotlb.input.TextTable.Column;
import swiotlb.study.sweep.Axis;
import swiotlb.study.sweep.MainEffect;
import swiotlb.study.sweep.MainFigure;
import swiotlb.study.sweep.Tally;

/** What a sweep says to people: the answer first, then what it rests on. */
final class SweepText {
  private static final int MOST_ROWS = 30;
  private static final int MOST_KINDS = 40;
  private static final int MOST_REASONS = 8;
  private static final int LONGEST_VALUE = 28;
  private static final int LONGEST_REASON = 300;

  /** Less is shown as nothing. */
  private static final double LEAST_SHARE = 0.005;

  private final PrintWriter out;
  private final List<Axis> axes;
  private final List<Tally.Seen> points;
  private final List<String> names;

  SweepText(PrintWriter out, List<Axis> axes, Tally tally) {
    this.out = out;
    this.axes = axes;
    this.points = tally.points();
    this.names = names(axes);
  }

  /** The ends of paths by which they can be told apart. */
  private static List<String> names(List<Axis> axes) {
    return axes.stream().map(axis -> name(axis.path(), axes)).map(Text::onOneLine).toList();
  }

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

  /** Between which values each figure lies. */
  void ranges() {
    var table =
        TextTable.fixed(
            out::println,
            new Column(0, 26, false),
            Column.right(12),
            Column.right(12),
            Column.right(12));
    table.row("over points", "least", "median", "most");
    for (var figure : MainFigure.values()) {
      var means =
          points.stream().flatMapToDouble(point -> point.mean(figure).stream()).sorted().toArray();
      if (means.length > 0) {
        table.row(
            named(figure),
            number(means[0]),
            number(means[(means.length - 1) / 2]),
            number(means[means.length - 1]));
      }
    }
    table.end();
  }

  private static String named(MainFigure figure) {
    return figure.label() + (figure.unit().isEmpty() ? "" : " (" + figure.unit() + ")");
  }

  private static String number(double value) {
    var isWhole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return String.format(Locale.ROOT, isWhole ? "%.0f" : value < 10 ? "%.2f" : "%.1f", value);
  }

  /** Which setting decides a figure. */
  void effects() {
    var lines = new ArrayList<String>();
    for (var figure : differing()) {
      var effects = MainEffect.of(figure, axes, points);
      if (effects.stream().anyMatch(effect -> effect.share() >= LEAST_SHARE)) {
        lines.add("  %-16s %s".formatted(figure.label(), words(effects)));
      }
    }
    if (!lines.isEmpty()) {
      out.println();
      out.println(
          "which setting matters: share of the differences between points that it explains by"
              + " itself, and the mean where it is least and most:");
      lines.forEach(out::println);
    }
  }

  private String words(List<MainEffect> effects) {
    return effects.stream()
        .filter(effect -> effect.share() >= LEAST_SHARE)
        .map(
            effect ->
                "%s %.0f %% (%s: %s, %s: %s)"
                    .formatted(
                        nameOf(effect.path()),
                        effect.share() * 100,
                        shown(effect.least().values()),
                        number(effect.least().mean()),
                        shown(effect.most().values()),
                        number(effect.most().mean())))
        .collect(Collectors.joining("; "));
  }

  private String nameOf(String path) {
    for (var i = 0; i < axes.size(); i++) {
      if (axes.get(i).path().equals(path)) {
        return names.get(i);
      }
    }
    return path;
  }

  private static String shown(String value) {
    var line = Text.onOneLine(value);
    return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE - 1) + "…";
  }

  private List<MainFigure> differing() {
    return Arrays.stream(MainFigure.values())
        .filter(
            figure ->
                points.stream()
                        .flatMapToDouble(point -> point.mean(figure).stream())
                        .distinct()
                        .count()
                    > 1)
        .toList();
  }

  /** A row for each point; figures that are the same at all of them are left out. */
  void table() {
    var rows = new ArrayList<List<String>>();
    var figures = differing();
    var hasOthers = points.stream().anyMatch(point -> point.notDone() > 0);
    var head = new ArrayList<>(List.of("point"));
    head.addAll(names);
    figures.forEach(figure -> head.add(figure.label()));
    if (hasOthers) {
      head.add("not done");
    }
    rows.add(head);
    for (var point : points.subList(0, Math.min(MOST_ROWS, points.size()))) {
      rows.add(row(point, figures, hasOthers));
    }
    var shown = fitting(rows);
    var columns = new ArrayList<Column>();
    for (var i = 0; i < shown; i++) {
      columns.add(
          i == 0 ? new Column(0, 1, true) : new Column(2, 1, i > axes.size() || isNumeric(i - 1)));
    }
    var table = new TextTable(out::println, TextTable.ALL_ROWS, columns);
    rows.forEach(row -> table.row(row.subList(0, Math.min(shown, row.size()))));
    out.println();
    table.end();
    if (points.size() > MOST_ROWS) {
      out.println("… and " + (points.size() - MOST_ROWS) + " more points, in the files");
    }
    if (shown < rows.get(0).size()) {
      out.println("(more columns than fit here: in the files)");
    }
  }

  private boolean isNumeric(int axis) {
    return axes.get(axis).isNumeric();
  }

  private List<String> row(Tally.Seen point, List<MainFigure> figures, boolean hasOthers) {
    var row = new ArrayList<String>();
    row.add(Long.toString(point.number()));
    axes.forEach(axis -> row.add(shown(point.settings().getOrDefault(axis.path(), ""))));
    for (var figure : figures) {
      var mean = point.mean(figure);
      row.add(mean.isPresent() ? number(mean.getAsDouble()) : "-");
    }
    if (hasOthers) {
      row.add(point.notDone() == 0 ? "" : point.notDone() + " of " + point.runs().size());
    }
    return row;
  }

  /** How many columns fit into a line. */
  private int fitting(List<List<String>> rows) {
    var width = 0;
    for (var column = 0; column < rows.get(0).size(); column++) {
      var index = column;
      width +=
          2
              + rows.stream()
                  .mapToInt(row -> row.get(index).codePointCount(0, row.get(index).length()))
                  .max()
                  .orElse(0);
      if (width - 2 > Screen.columnsOf(out)) {
        return Math.max(1 + axes.size(), column);
      }
    }
    return rows.get(0).size();
  }

  /** Kinds of outcome, the most frequent first, and where each is met. */
  void kinds() {
    var counts = new LinkedHashMap<String, Long>();
    var examples = new LinkedHashMap<String, String>();
    for (var point : points) {
      for (var run : point.runs()) {
        counts.merge(run.kind(), 1L, Long::sum);
        examples.putIfAbsent(run.kind(), example(point));
      }
    }
    out.println();
    out.println(counts.size() == 1 ? "one kind of outcome:" : counts.size() + " kinds of outcome:");
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MOST_KINDS)
        .forEach(
            kind ->
                out.printf(
                    Locale.ROOT,
                    "%5d x  %s%n          such as point %s%n",
                    kind.getValue(),
                    kind.getKey(),
                    examples.get(kind.getKey())));
    if (counts.size() > MOST_KINDS) {
      out.println("… and " + (counts.size() - MOST_KINDS) + " more kinds, in the files");
    }
  }

  private String example(Tally.Seen point) {
    var settings =
        axes.stream()
            .map(
                axis ->
                    nameOf(axis.path())
                        + "="
                        + shown(point.settings().getOrDefault(axis.path(), "")))
            .collect(Collectors.joining(", "));
    return point.number() + (settings.isEmpty() ? "" : ": " + settings);
  }

  /** Why runs are not done. */
  void reasons() {
    var counts = new TreeMap<String, Long>();
    var examples = new TreeMap<String, String>();
    for (var point : points) {
      for (var run : point.runs()) {
        if (!run.isDone()) {
          var reason = run.outcome() + ": " + firstLine(run.reason());
          counts.merge(reason, 1L, Long::sum);
          examples.putIfAbsent(reason, example(point));
        }
      }
    }
    if (counts.isEmpty()) {
      return;
    }
    out.println();
    out.println("not done:");
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MOST_REASONS)
        .forEach(
            reason ->
                out.printf(
                    Locale.ROOT,
                    "%5d x  %s%n          such as point %s%n",
                    reason.getValue(),
                    Text.onOneLine(Text.cut(reason.getKey(), LONGEST_REASON)),
                    examples.get(reason.getKey())));
    if (counts.size() > MOST_REASONS) {
      out.println("… and " + (counts.size() - MOST_REASONS) + " more reasons, in the files");
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
