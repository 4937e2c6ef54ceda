package swiotlb.cli.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import swiotlb.input.Text;
import swiotlb.report.Quantities;
import swiotlb.report.page.Axis;
import swiotlb.report.page.Part;
import swiotlb.report.page.Part.Bar;
import swiotlb.report.page.Part.Cell;
import swiotlb.report.page.Part.Column;
import swiotlb.report.page.Part.Series;
import swiotlb.report.page.Report;
import swiotlb.report.page.Report.Answer;
import swiotlb.report.page.Report.Section;
import swiotlb.report.page.Report.Tone;
import swiotlb.study.explain.Cause;
import swiotlb.study.explain.Explained;
import swiotlb.study.explain.Group;
import swiotlb.study.explain.Verdict;

/** What lines mean, as a page. */
final class ExplainReport {
  private static final int MOST_LINES = 500;
  private static final int MOST_GROUPS = 30;
  private static final int LEAST_MOMENTS = 3;

  private ExplainReport() {}

  /**
   * Of what was explained.
   *
   * @param title such as the name of the log
   * @param more sections, such as of a size that was tried
   * @param command that does it again
   */
  static Report of(
      String title,
      Explained explained,
      List<Group> groups,
      Verdict verdict,
      List<Section> more,
      String command) {
    var sections = new ArrayList<Section>();
    if (!groups.isEmpty()) {
      sections.add(new Section("Causes", causes(groups)));
      var parts = new ArrayList<Part>();
      use(explained).ifPresent(parts::add);
      parts.add(lines(explained));
      sections.add(new Section("Lines", parts));
    }
    sections.addAll(more);
    if (!explained.facts().isEmpty()) {
      sections.add(new Section("What other lines say", List.of(facts(explained))));
    }
    sections.add(new Section("To reproduce it", reproduction(explained, command)));
    return new Report(
        title, "log", "What lines of a kernel's log mean.", answer(groups, verdict), sections);
  }

  private static Answer answer(List<Group> groups, Verdict verdict) {
    var sentences = new ArrayList<String>();
    sentences.add(verdict.sentence());
    if (!groups.isEmpty()) {
      sentences.add(groups.get(0).sample().advice().remedy());
    }
    if (!verdict.paste().isEmpty()) {
      sentences.add("To paste: " + verdict.paste());
    }
    var tone =
        groups.isEmpty()
            ? Tone.PLAIN
            : groups.get(0).cause() == Cause.UNKNOWN ? Tone.DOUBTFUL : Tone.BAD;
    return new Answer(tone, verdict.words(), sentences);
  }

  private static List<Part> causes(List<Group> groups) {
    var parts = new ArrayList<Part>();
    var shown = groups.subList(0, Math.min(groups.size(), MOST_GROUPS));
    if (shown.size() > 1) {
      parts.add(
          new Part.Bars(
              "causes",
              "Lines by cause and device",
              "One cause may hide another: the kernel leaves out lines where there are many.",
              Axis.of("lines", ""),
              shown.stream()
                  .map(g -> Bar.of(name(g), g.lines().size(), String.valueOf(g.lines().size())))
                  .toList()));
    }
    for (var group : shown) {
      var sample = group.sample();
      parts.add(new Part.Heading(name(group)));
      parts.add(
          new Part.Words(
              List.of(
                  "%s%s: %s; %s."
                      .formatted(
                          Text.capitalized(sample.sure().word()),
                          group.also().isEmpty() ? "" : " (or " + words(group.also()) + ")",
                          group.cause().meaning(),
                          Quantities.count(group.lines().size(), "line")),
                  "Such as: " + sample.line().text(),
                  sample.evidence(),
                  "What helps (%s): %s"
                      .formatted(sample.advice().fix().word(), sample.advice().remedy()))));
      if (!sample.advice().paste().isEmpty()) {
        parts.add(new Part.Listing("To paste", sample.advice().paste(), false));
      }
    }
    return parts;
  }

  /** Slots in use when lines were written, where there are several moments. */
  private static Optional<Part> use(Explained explained) {
    var at = new TreeMap<Double, Explained.Use>();
    for (var use : explained.use()) {
      at.merge(use.seconds(), use, (a, b) -> a.used() >= b.used() ? a : b);
    }
    if (at.size() < LEAST_MOMENTS) {
      return Optional.empty();
    }
    var moments = List.copyOf(at.values());
    var first = moments.get(0).seconds();
    return Optional.of(
        new Part.Lines(
            "use",
            "Slots in use when lines were written",
            "Only moments at which a mapping failed: between them anything may have been.",
            Axis.of("time since the first of them", "s"),
            Axis.of("slots", ""),
            moments.stream().map(m -> m.seconds() - first).toList(),
            List.of(
                Series.of(
                    "in use",
                    Series.Style.LINE,
                    moments.stream().map(m -> (double) m.used()).toList()),
                Series.of(
                    "total",
                    Series.Style.STEPS,
                    moments.stream().map(m -> (double) m.total()).toList())),
            List.of()));
  }

  private static String name(Group group) {
    return group.cause().word() + (group.device().isEmpty() ? "" : ", " + group.device());
  }

  private static String words(List<Cause> causes) {
    return causes.stream().map(Cause::word).collect(Collectors.joining(", "));
  }

  private static Part.Table lines(Explained explained) {
    return new Part.Table(
        "Every line with its cause",
        List.of(
            Column.words("line"),
            Column.numbers("time"),
            Column.words("cause"),
            Column.words("or"),
            Column.words("how sure")),
        explained.lines().stream()
            .limit(MOST_LINES)
            .map(
                line ->
                    List.of(
                        Cell.of(line.line().body()),
                        Cell.of(line.line().time()),
                        Cell.of(line.cause().word()),
                        Cell.of(words(line.also())),
                        Cell.of(line.sure().word())))
            .toList(),
        explained.lines().size() > MOST_LINES
            ? "The first %d of %d.".formatted(MOST_LINES, explained.lines().size())
            : "",
        true);
  }

  private static Part.Table facts(Explained explained) {
    return Part.Table.of(
        "Lines that tell of no fault",
        List.of(Column.words("line"), Column.numbers("time"), Column.words("what it says")),
        explained.facts().stream()
            .limit(MOST_LINES)
            .map(
                fact ->
                    List.of(
                        Cell.of(fact.line().body()),
                        Cell.of(fact.line().time()),
                        Cell.of(fact.says())))
            .toList());
  }

  private static List<Part> reproduction(Explained explained, String command) {
    var words = new ArrayList<String>();
    words.add(
        "%d lines were read, of which %d are not about it and %d are counted only."
            .formatted(
                explained.counts().lines(),
                explained.counts().passedOver(),
                explained.counts().beyond()));
    words.addAll(explained.remarks());
    return List.of(new Part.Words(words), new Part.Listing("The command", command, false));
  }
}
