package swiotlb.cli.explore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import swiotlb.input.Program;
import swiotlb.input.Text;
import swiotlb.report.Remarks;
import swiotlb.report.page.Part;
import swiotlb.report.page.Part.Sequence;
import swiotlb.report.page.Report;
import swiotlb.report.page.Report.Answer;
import swiotlb.report.page.Report.Section;
import swiotlb.report.page.Report.Tone;
import swiotlb.study.explore.SideBySide.Side;
import swiotlb.trace.show.diagram.DiagramPart;

/**
 * A finding as a page, and the files that repeat it.
 *
 * @param name of its files, without endings, such as finding-1
 * @param files that lie beside the page: choices, and the scenario if it stands alone
 * @param repeat command that repeats it where the scenario is
 */
record FindingReport(KeptFinding kept, String name, Map<String, byte[]> files, String repeat) {
  static final String SCENARIO = ".conf";
  static final String CHOICES = ".json";
  static final String OF_PASSING = "-passing.json";
  private static final String MORE = " see below";
  private static final int FEW_LINES = 3;

  /** In the order in which they are named. */
  FindingReport {
    files = new LinkedHashMap<>(files);
  }

  /** Which schedule it was, and what went wrong. */
  String title() {
    return "Schedule %,d: %s"
        .formatted(kept.wrong().schedule(), kept.wrong().finding().kind().words());
  }

  /** What is left of its choices, in words. */
  List<String> choices() {
    var told = kept.small().choices().told();
    return told.isEmpty() ? List.of("In order, without any choice.") : sentences(told);
  }

  /** What went wrong, and how it comes to that, shortly. */
  List<String> words() {
    var lines = new FindingWords(kept).found();
    return Stream.concat(
            lines.size() > FEW_LINES ? Stream.of() : lines.stream(), choices().stream())
        .toList();
  }

  private static List<String> sentences(List<String> lines) {
    return lines.stream()
        .map(line -> Text.capitalized(line.strip()))
        .map(line -> line.endsWith(":") ? line : line + ".")
        .toList();
  }

  /** The name of its page. */
  String file() {
    return name + ".html";
  }

  /** To its page and its files. */
  Part.Links links() {
    var text =
        kept.beside().isPresent()
            ? "What happens, beside the nearest schedule that does not fail"
            : "What happens";
    var page = Stream.of(new Part.Link(text, file()));
    return new Part.Links(Stream.concat(page, toFiles().stream()).toList());
  }

  private List<Part.Link> toFiles() {
    return files.keySet().stream().map(file -> new Part.Link(what(file), file)).toList();
  }

  private static String what(String file) {
    if (file.endsWith(SCENARIO)) {
      return "The scenario";
    }
    return file.endsWith(OF_PASSING)
        ? "Choices of the schedule that does not fail"
        : "Choices of the schedule that fails, with the settings that make the scenario small";
  }

  /** Its page. */
  Report page() {
    var words = new FindingWords(kept);
    var how = new ArrayList<String>();
    words.with().ifPresent(how::add);
    how.add(words.made());
    var sections = new ArrayList<Section>();
    sections.add(
        new Section(
            "How it comes to that",
            List.of(new Part.Words(choices()), new Part.Words(sentences(how)))));
    sections.add(new Section("Beside the nearest schedule that does not fail", beside(words)));
    Remarks.section(kept.small().scenario().notes()).ifPresent(sections::add);
    sections.add(new Section("To repeat it", repetition()));
    var lines = words.found();
    if (lines.size() > FEW_LINES) {
      sections.add(
          1,
          new Section(
              "What went wrong",
              List.of(new Part.Listing("In full", String.join("\n", lines), false))));
    }
    return new Report(
        kept.small().scenario().name(),
        "finding",
        title(),
        new Answer(
            Tone.BAD,
            Text.capitalized(kept.wrong().finding().kind().words()),
            lines.size() > FEW_LINES ? List.of(lines.get(0) + MORE) : lines),
        sections);
  }

  private List<Part> beside(FindingWords words) {
    var parts = new ArrayList<Part>();
    var lines = new ArrayList<>(List.of(words.head()));
    lines.addAll(words.choices());
    parts.add(new Part.Words(sentences(lines)));
    kept.beside()
        .ifPresent(
            both -> {
              parts.add(
                  new Part.Listing(
                      "Where they part",
                      String.join("\n", FindingWords.parting(both.runs().partings())),
                      false));
              parts.add(
                  new Part.Sequences(
                      "What is not alike in both",
                      List.of(
                          sequence("It fails", both.runs().failing(), both.ofFailing()),
                          sequence("It does not fail", both.runs().passing(), both.ofPassing()))));
              parts.add(
                  Part.Words.of(
                      "A number after # is that of a mapping. What an actor handles after the same messages in both is left out, but for"
                          + " the one before they part; so are messages that begin and end runs. Times are those of the simulation."));
            });
    return parts;
  }

  private static Sequence sequence(String caption, Side side, DiagramPart part) {
    var leftOut =
        part.leftOut() == 0
            ? ""
            : " %,d more in the middle are left out.".formatted(part.leftOut());
    return new Sequence(
        caption,
        "%,d messages of %,d.%s".formatted(part.messages(), side.handled(), leftOut),
        part.markup());
  }

  private List<Part> repetition() {
    var parts = new ArrayList<Part>();
    var run = Program.name() + " run ";
    if (files.containsKey(name + SCENARIO)) {
      parts.add(
          new Part.Listing(
              "With the files beside this page",
              "%s%s --choices %s".formatted(run, name + SCENARIO, name + CHOICES),
              false));
    } else {
      parts.add(
          Part.Words.of(
              "The scenario is not beside this page, since it needs other files or they changed."));
    }
    parts.add(new Part.Listing("Where it was found", repeat, false));
    parts.add(
        new Part.Listing(
            "Every message of it, as a page",
            "%s --trace trace.jsonl\n%s trace page trace.jsonl".formatted(repeat, Program.name()),
            true));
    parts.add(new Part.Links(toFiles()));
    parts.add(new Part.Links(List.of(new Part.Link("All that was explored", "index.html"))));
    return parts;
  }
}
