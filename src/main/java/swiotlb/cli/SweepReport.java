package swiotlb.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import swiotlb.report.Quantities;
import swiotlb.report.Remarks;
import swiotlb.report.page.Part;
import swiotlb.report.page.Part.Cell;
import swiotlb.report.page.Part.Column;
import swiotlb.report.page.Report;
import swiotlb.report.page.Report.Answer;
import swiotlb.report.page.Report.Section;
import swiotlb.report.page.Report.Tone;
import swiotlb.study.sweep.MainEffect;
import swiotlb.study.sweep.MainFigure;
import swiotlb.study.sweep.Sweep;
import swiotlb.study.sweep.Tally;
import swiotlb.study.vary.Axis;

/** What a sweep came to, as a page. */
final class SweepReport {
  private static final int MOST_POINTS = 200;
  private static final int MOST_MET = 40;
  private static final int MOST_EFFECTS = 3;

  private final SweepFindings findings;
  private final Sweep.Result result;

  private SweepReport(SweepFindings findings, Sweep.Result result) {
    this.findings = findings;
    this.result = result;
  }

  /**
   * Of a sweep.
   *
   * @param name of its scenario
   * @param files where its results are, in sentences
   * @param reproduction how somebody else comes to the same
   */
  static Report of(
      String name,
      SweepFindings findings,
      Sweep.Result result,
      List<String> files,
      Section reproduction) {
    return new SweepReport(findings, result).report(name, files, reproduction);
  }

  private Report report(String name, List<String> files, Section reproduction) {
    var sections = new ArrayList<Section>();
    if (!findings.points().isEmpty()) {
      add("What each setting does", SweepCurves.of(findings), sections);
      add("Which setting matters", effects(), sections);
      add("Outcomes", outcomes(), sections);
      add("Points", List.of(ranges(), points()), sections);
    }
    add("Files", List.of(new Part.Words(files)), sections);
    Remarks.section(result.remarks().lines()).ifPresent(sections::add);
    sections.add(reproduction);
    return new Report(name, "sweep", about(), answer(), sections);
  }

  private static void add(String title, List<Part> parts, List<Section> sections) {
    if (!parts.isEmpty()) {
      sections.add(new Section(title, parts));
    }
  }

  private String about() {
    return findings.names().isEmpty()
        ? "Nothing varies but chance."
        : "Varied: " + String.join(", ", findings.names()) + ".";
  }

  private Answer answer() {
    var runs = result.tally().runs();
    var sentences = new ArrayList<String>();
    sentences.add(
        "%s%s, %s."
            .formatted(
                Quantities.count(findings.points().size(), "point"),
                result.shortOf().isEmpty() ? "" : " (" + result.shortOf() + ")",
                Quantities.count(runs.size(), "run")));
    if (result.interrupted()) {
      sentences.add(
          "It was interrupted; %s were wanted."
              .formatted(Quantities.count(result.wanted(), "replication")));
    }
    var others = runs.stream().filter(run -> !run.isDone()).count();
    if (others > 0) {
      sentences.add(
          "%d of the runs are not done; %s%s."
              .formatted(
                  others,
                  findings.reasons().size() > 1 ? "most often " : "",
                  findings.reasons().get(0).what()));
    }
    findings.differing().stream()
        .filter(figure -> !findings.effects(figure).isEmpty())
        .limit(MOST_EFFECTS)
        .forEach(figure -> sentences.add(decided(findings.effects(figure).get(0))));
    var kinds = findings.kinds();
    if (kinds.isEmpty()) {
      return new Answer(Tone.DOUBTFUL, "Nothing to tell", sentences);
    }
    sentences.add(
        "Most frequent outcome: %s (%d of %d runs)."
            .formatted(kinds.get(0).what(), kinds.get(0).times(), runs.size()));
    return new Answer(
        others > 0 || result.interrupted() ? Tone.DOUBTFUL : Tone.PLAIN,
        Quantities.count(kinds.size(), "kind") + " of outcome",
        sentences);
  }

  private String decided(MainEffect effect) {
    return String.format(
        Locale.ROOT,
        "What decides %s most is %s (%.0f %% of the differences): %s at %s, %s at %s.",
        SweepFindings.named(effect.figure()),
        findings.nameOf(effect.path()),
        100 * effect.share(),
        SweepFindings.number(effect.least().mean()),
        SweepFindings.shown(effect.least().values()),
        SweepFindings.number(effect.most().mean()),
        SweepFindings.shown(effect.most().values()));
  }

  private List<Part> effects() {
    var rows = new ArrayList<List<Cell>>();
    for (var figure : findings.differing()) {
      for (var effect : findings.effects(figure)) {
        rows.add(
            List.of(
                Cell.of(SweepFindings.named(figure)),
                Cell.of(findings.nameOf(effect.path())),
                Cell.of(String.format(Locale.ROOT, "%.0f", 100 * effect.share())),
                Cell.of(level(effect.least())),
                Cell.of(level(effect.most()))));
      }
    }
    return rows.isEmpty()
        ? List.of()
        : List.of(
            new Part.Table(
                "Share of the differences between points that a setting explains by itself",
                List.of(
                    Column.words("figure"),
                    Column.words("setting"),
                    Column.numbers("share", "%"),
                    Column.words("least, at"),
                    Column.words("most, at")),
                rows,
                "What settings do together is in none of them.",
                false));
  }

  private static String level(MainEffect.Level level) {
    return SweepFindings.number(level.mean()) + ", " + SweepFindings.shown(level.values());
  }

  private List<Part> outcomes() {
    var parts = new ArrayList<Part>();
    parts.add(met("Kinds of outcome", "kind", findings.kinds()));
    var reasons = findings.reasons();
    if (!reasons.isEmpty()) {
      parts.add(met("Runs that are not done", "reason", reasons));
    }
    return parts;
  }

  private static Part.Table met(String caption, String head, List<SweepFindings.Met> all) {
    return new Part.Table(
        caption,
        List.of(Column.words(head), Column.numbers("runs"), Column.words("such as point")),
        all.stream()
            .limit(MOST_MET)
            .map(
                met ->
                    List.of(
                        Cell.of(met.what()),
                        Cell.of(String.valueOf(met.times())),
                        Cell.of(met.example())))
            .toList(),
        leftOut(all.size(), MOST_MET),
        false);
  }

  private static String leftOut(int all, int most) {
    return all > most ? "%d more are left out; they are in the files.".formatted(all - most) : "";
  }

  private Part.Table ranges() {
    var rows = new ArrayList<List<Cell>>();
    for (var figure : MainFigure.values()) {
      var means = findings.means(figure);
      if (means.length > 0) {
        rows.add(
            List.of(
                Cell.of(SweepFindings.named(figure)),
                Cell.of(SweepFindings.number(means[0])),
                Cell.of(SweepFindings.number(SweepFindings.median(means))),
                Cell.of(SweepFindings.number(means[means.length - 1]))));
      }
    }
    return Part.Table.of(
        "Over all points",
        List.of(
            Column.words("figure"),
            Column.numbers("least"),
            Column.numbers("median"),
            Column.numbers("most")),
        rows);
  }

  private Part.Table points() {
    var columns = new LinkedHashMap<String, Column>();
    columns.put("point", Column.words("point"));
    var axes = findings.axes();
    for (var i = 0; i < axes.size(); i++) {
      columns.put("axis " + i, column(axes.get(i), findings.names().get(i)));
    }
    var figures = findings.differing();
    figures.forEach(f -> columns.put(f.name(), Column.numbers(f.label(), f.unit())));
    columns.put("not done", Column.numbers("not done"));
    var all = findings.points();
    return new Part.Table(
        "Means at each point; figures that are the same at all of them are left out",
        List.copyOf(columns.values()),
        all.stream().limit(MOST_POINTS).map(point -> row(point, figures)).toList(),
        leftOut(all.size(), MOST_POINTS),
        false);
  }

  private static Column column(Axis axis, String name) {
    return axis.isNumeric() ? Column.numbers(name) : Column.words(name);
  }

  private List<Cell> row(Tally.Seen point, List<MainFigure> figures) {
    var row = new ArrayList<Cell>();
    row.add(Cell.of(String.valueOf(point.number())));
    findings.axes().forEach(axis -> row.add(Cell.of(SweepFindings.valueAt(point, axis))));
    for (var figure : figures) {
      var mean = point.mean(figure);
      row.add(Cell.of(mean.isPresent() ? SweepFindings.number(mean.getAsDouble()) : "-"));
    }
    row.add(
        point.notDone() == 0
            ? Cell.of("")
            : Cell.of(point.notDone() + " of " + point.runs().size()).in(Tone.DOUBTFUL));
    return row;
  }
}
