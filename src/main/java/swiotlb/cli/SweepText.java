package swiotlb.cli;

import static swiotlb.cli.SweepFindings.named;
import static swiotlb.cli.SweepFindings.number;
import static swiotlb.cli.SweepFindings.shown;
import static swiotlb.cli.SweepFindings.valueAt;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import swiotlb.input.Screen;
import swiotlb.input.TextTable;
import swiotlb.input.TextTable.Column;
import swiotlb.study.sweep.MainEffect;
import swiotlb.study.sweep.MainFigure;
import swiotlb.study.sweep.Tally;
import swiotlb.study.vary.Axis;

/** What a sweep says to people: the answer first, then what it rests on. */
final class SweepText {
  private static final int MOST_ROWS = 30;
  private static final int MOST_KINDS = 40;
  private static final int MOST_REASONS = 8;

  private final PrintWriter out;
  private final SweepFindings findings;
  private final List<Axis> axes;
  private final List<Tally.Seen> points;

  SweepText(PrintWriter out, SweepFindings findings) {
    this.out = out;
    this.findings = findings;
    this.axes = findings.axes();
    this.points = findings.points();
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
      var means = findings.means(figure);
      if (means.length > 0) {
        table.row(
            named(figure),
            number(means[0]),
            number(SweepFindings.median(means)),
            number(means[means.length - 1]));
      }
    }
    table.end();
  }

  /** Which setting decides a figure. */
  void effects() {
    var lines = new ArrayList<String>();
    for (var figure : findings.differing()) {
      var effects = findings.effects(figure);
      if (!effects.isEmpty()) {
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
        .map(
            effect ->
                "%s %.0f %% (%s: %s, %s: %s)"
                    .formatted(
                        findings.nameOf(effect.path()),
                        effect.share() * 100,
                        shown(effect.least().values()),
                        number(effect.least().mean()),
                        shown(effect.most().values()),
                        number(effect.most().mean())))
        .collect(Collectors.joining("; "));
  }

  /** A row for each point; figures that are the same at all of them are left out. */
  void table() {
    var rows = new ArrayList<List<String>>();
    var figures = findings.differing();
    var hasOthers = points.stream().anyMatch(point -> point.notDone() > 0);
    var head = new ArrayList<>(List.of("point"));
    head.addAll(findings.names());
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
    axes.forEach(axis -> row.add(valueAt(point, axis)));
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
    var kinds = findings.kinds();
    out.println();
    out.println(kinds.size() == 1 ? "one kind of outcome:" : kinds.size() + " kinds of outcome:");
    met(kinds, MOST_KINDS, "kinds");
  }

  /** Why runs are not done. */
  void reasons() {
    var reasons = findings.reasons();
    if (!reasons.isEmpty()) {
      out.println();
      out.println("not done:");
      met(reasons, MOST_REASONS, "reasons");
    }
  }

  private void met(List<SweepFindings.Met> all, int most, String things) {
    all.stream()
        .limit(most)
        .forEach(
            met ->
                out.printf(
                    Locale.ROOT,
                    "%5d x  %s%n          such as point %s%n",
                    met.times(),
                    met.what(),
                    met.example()));
    if (all.size() > most) {
      out.println("… and " + (all.size() - most) + " more " + things + ", in the files");
    }
  }
}
