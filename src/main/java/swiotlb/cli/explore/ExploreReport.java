package swiotlb.cli.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import swiotlb.cli.terminal.Version;
import swiotlb.input.Text;
import swiotlb.report.Remarks;
import swiotlb.report.page.Axis;
import swiotlb.report.page.Part;
import swiotlb.report.page.Part.Cell;
import swiotlb.report.page.Part.Column;
import swiotlb.report.page.Part.Series;
import swiotlb.report.page.Report;
import swiotlb.report.page.Report.Answer;
import swiotlb.report.page.Report.Section;
import swiotlb.report.page.Report.Tone;
import swiotlb.study.explore.Explored;

/** What was explored, as a page that leads to what was found. */
final class ExploreReport {
  private final Explored explored;
  private final boolean isInterrupted;
  private final ExploreWords words;

  private ExploreReport(Explored explored, boolean isInterrupted) {
    this.explored = explored;
    this.isInterrupted = isInterrupted;
    this.words = new ExploreWords(explored, isInterrupted);
  }

  /**
   * The page.
   *
   * @param findings of the pages beside it
   * @param command that does it again
   * @param texts of the scenario
   */
  static Report of(
      Explored explored,
      boolean isInterrupted,
      ReportedFindings findings,
      Part.Listing command,
      List<Part.Listing> texts) {
    return new ExploreReport(explored, isInterrupted).report(findings, command, texts);
  }

  private Report report(ReportedFindings findings, Part.Listing command, List<Part.Listing> texts) {
    var scenario = explored.plan().scenario();
    var sections = new ArrayList<Section>();
    if (!findings.all().isEmpty()) {
      sections.add(new Section("What went wrong", wrong(findings)));
    }
    sections.add(new Section("How much was tried", tried()));
    sections.add(new Section("Situations", situations()));
    Remarks.section(scenario.notes()).ifPresent(sections::add);
    sections.add(again(command, texts));
    return new Report(scenario.name(), "exploration", scenario.about(), answer(), sections);
  }

  private Answer answer() {
    var how = Text.capitalized(words.schedules()) + ".";
    var wrong = explored.wrong();
    if (wrong.isEmpty()) {
      var tone = words.isAll() ? Tone.GOOD : isInterrupted ? Tone.DOUBTFUL : Tone.PLAIN;
      var verdict =
          words.isAll()
              ? "Nothing goes wrong in any order"
              : "Nothing went wrong in %,d schedules".formatted(explored.schedules());
      return new Answer(tone, verdict, List.of(Text.capitalized(words.conclusion()) + ".", how));
    }
    var first = wrong.get(0);
    var sentences = new ArrayList<String>();
    sentences.add("Schedule %,d was the first that showed it.".formatted(first.schedule()));
    if (wrong.size() > 1) {
      sentences.add("%,d kinds in all, one of each below.".formatted(wrong.size()));
    }
    sentences.add(how);
    return new Answer(Tone.BAD, Text.capitalized(first.finding().kind().words()), sentences);
  }

  private static List<Part> wrong(ReportedFindings findings) {
    var parts = new ArrayList<Part>();
    for (var finding : findings.all()) {
      parts.add(new Part.Heading(finding.title()));
      parts.add(new Part.Words(finding.words()));
      parts.add(finding.links());
    }
    if (findings.leftOut() > 0) {
      parts.add(
          Part.Words.of(
              "%,d more have no page here; their choices are kept as the command said."
                  .formatted(findings.leftOut())));
    }
    return parts;
  }

  private List<Part> tried() {
    var parts = new ArrayList<Part>();
    var lines = new ArrayList<String>();
    lines.add(words.schedules());
    lines.addAll(words.extent());
    parts.add(new Part.Words(lines.stream().map(line -> Text.capitalized(line) + ".").toList()));
    if (!words.isExhaustive() && explored.timelines() > 1) {
      parts.add(timelines());
    }
    return parts;
  }

  private Part.Lines timelines() {
    var curve = explored.curve();
    return new Part.Lines(
        "timelines",
        "Different timelines",
        "A timeline is the order of messages as each actor saw it. Where the line is flat, more schedules of this kind show little that is new.",
        Axis.of("schedules", ""),
        Axis.of("timelines", ""),
        curve.stream().map(point -> (double) point.schedules()).toList(),
        List.of(
            Series.of(
                "timelines",
                Series.Style.LINE,
                curve.stream().map(point -> (double) point.timelines()).toList())),
        List.of());
  }

  /** Those that some run came to, and folded those that none did. */
  private List<Part> situations() {
    var parts = new ArrayList<Part>();
    var seen = explored.reached().stream().filter(each -> each.schedules() > 0).toList();
    var unseen = explored.reached().stream().filter(each -> each.schedules() == 0).toList();
    if (seen.isEmpty()) {
      parts.add(Part.Words.of("No run came to any of them."));
    } else {
      parts.add(
          new Part.Table(
              "Runs that came to a situation",
              List.of(
                  Column.words("situation"),
                  Column.numbers("schedules"),
                  Column.numbers("share"),
                  Column.numbers("first"),
                  Column.words("in which")),
              seen.stream().map(this::row).toList(),
              "",
              false));
    }
    if (!unseen.isEmpty()) {
      parts.add(
          new Part.Table(
              "Situations that no run came to: %d".formatted(unseen.size()),
              List.of(Column.words("situation"), Column.words("in which")),
              unseen.stream()
                  .map(each -> List.of(Cell.of(each.name()), Cell.of(each.words())))
                  .toList(),
              "",
              true));
    }
    if (!words.onSituations().isEmpty()) {
      parts.add(Part.Words.of(Text.capitalized(words.onSituations()) + "."));
    }
    return parts;
  }

  private List<Cell> row(Explored.Reached reached) {
    return List.of(
        Cell.of(reached.name()),
        Cell.of("%,d".formatted(reached.schedules())),
        Cell.of(share(reached.schedules())),
        Cell.of("%,d".formatted(reached.first())),
        Cell.of(reached.words()));
  }

  private String share(long schedules) {
    var percent = 100.0 * schedules / explored.schedules();
    return percent < 0.1 ? "below 0.1 %" : String.format(Locale.ROOT, "%.1f %%", percent);
  }

  private Section again(Part.Listing command, List<Part.Listing> texts) {
    var isEnded = explored.isAll() || (!explored.wrong().isEmpty() && !explored.plan().goesOn());
    var isOfTime = isInterrupted || (explored.plan().longestNs() > 0 && !isEnded);
    var parts = new ArrayList<Part>();
    parts.add(
        Part.Words.of(
            isOfTime
                ? "It was ended before its schedules were; how far it comes by then differs from time to time."
                : "Version %s. The same command makes the same schedules, on any number of threads."
                    .formatted(Version.current())));
    parts.add(command);
    parts.addAll(texts);
    return new Section("To reproduce it", parts);
  }
}
