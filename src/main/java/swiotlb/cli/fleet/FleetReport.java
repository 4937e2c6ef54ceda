package swiotlb.cli.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import swiotlb.input.Text;
import swiotlb.report.page.Axis;
import swiotlb.report.page.Part;
import swiotlb.report.page.Part.Cell;
import swiotlb.report.page.Part.Column;
import swiotlb.report.page.Part.Series;
import swiotlb.report.page.Report;
import swiotlb.report.page.Report.Answer;
import swiotlb.report.page.Report.Section;
import swiotlb.report.page.Report.Tone;
import swiotlb.study.fleet.Fleet;
import swiotlb.study.fleet.FleetClass;
import swiotlb.study.fleet.OneSetting;
import swiotlb.study.fleet.StandOut;

/** What {@code fleet} says, as a page. */
final class FleetReport {
  private static final int MOST_LINES = 6;
  private static final int MOST_ROWS = 100;

  private final Fleet fleet;
  private final FleetWords words;
  private final FleetGrounds grounds;
  private final List<OneSetting> asked;

  private FleetReport(Fleet fleet) {
    this.fleet = fleet;
    this.words = new FleetWords(fleet);
    this.grounds = new FleetGrounds(fleet);
    this.asked = words.shown().stream().filter(setting -> setting.asked() > 0).toList();
  }

  /**
   * Of a fleet.
   *
   * @param name of the fleet
   * @param command that says it again
   */
  static Report of(Fleet fleet, String name, String command) {
    return new FleetReport(fleet).report(name, command);
  }

  private Report report(String name, String command) {
    var sections = new ArrayList<Section>();
    sections.add(
        new Section("By class", List.of(distribution(), classes(), note(words.classNote()))));
    sections.add(
        new Section(
            "One setting for all",
            List.of(failing(), memory(), settings(), listed(words.settingNotes()))));
    if (!fleet.standOuts().isEmpty()) {
      sections.add(new Section("Who stands out", standOuts()));
    }
    sections.add(new Section("With Linux 7.3", List.of(listed(grounds.newest()))));
    sections.add(
        new Section(
            "With CONFIG_SWIOTLB_DYNAMIC", List.of(dynamic(), listed(words.dynamicNotes()))));
    sections.add(new Section("How sure", List.of(listed(grounds.sureness()))));
    others().ifPresent(sections::add);
    sections.add(
        new Section("To say it again", List.of(new Part.Listing("The command", command, false))));
    return new Report(Text.onOneLine(name), "fleet", "", answer(), sections);
  }

  private Answer answer() {
    var isGood = fleet.all().unserved() == 0 && fleet.unread().isEmpty();
    return new Answer(
        words.setting().isEmpty() ? Tone.BAD : isGood ? Tone.GOOD : Tone.DOUBTFUL,
        words.setting().map(words::parameter).orElse("No size helps"),
        answerWithWords());
  }

  private List<String> answerWithWords() {
    var sentences = new ArrayList<>(words.answer());
    words.setting().ifPresent(s -> sentences.add(Text.capitalized(FleetWords.OTHER_WORDS) + "."));
    return sentences;
  }

  private static Part.Words note(String line) {
    return listed(List.of(line));
  }

  private static Part.Words listed(List<String> lines) {
    return new Part.Words(lines.stream().map(line -> Text.capitalized(line) + ".").toList());
  }

  // Charts.

  private Axis across() {
    return Axis.of("swiotlb=", asked.stream().map(FleetWords::setting).toList());
  }

  private List<Double> places() {
    return Stream.iterate(0.0, place -> place + 1).limit(asked.size()).toList();
  }

  private Part.Lines distribution() {
    var shown = new ArrayList<>(List.of(fleet.all()));
    if (fleet.classes().size() > 1) {
      fleet.classes().stream()
          .sorted(Comparator.comparingInt((FleetClass one) -> -one.machines().size()))
          .limit(MOST_LINES)
          .forEach(shown::add);
    }
    var left = fleet.classes().size() - MOST_LINES;
    return new Part.Lines(
        "served",
        "Machines that a setting serves",
        left > 0
            ? "The %d classes with the most machines; all are in the table.".formatted(MOST_LINES)
            : "",
        across(),
        Axis.of("of the machines", "%"),
        places(),
        shown.stream().map(this::served).toList(),
        List.of());
  }

  private Series served(FleetClass one) {
    return Series.of(
        one.name(),
        Series.Style.LINE,
        asked.stream()
            .map(
                setting ->
                    100.0
                        * one.machines().stream()
                            .filter(
                                machine ->
                                    machine.serves(machine.candidate(setting.asked()).pool()))
                            .count()
                        / one.machines().size())
            .toList());
  }

  private Part.Lines failing() {
    return lines(
        "failing",
        "Recorded mappings that fail without dynamic pools",
        Axis.of("mappings", ""),
        asked.stream().map(setting -> (double) setting.failed()).toList());
  }

  private Part.Lines memory() {
    var bytes = new Axis("memory of all machines", Axis.Measure.BYTES, "", false, List.of());
    return new Part.Lines(
        "memory",
        "Memory of all default pools",
        "They take %s as they are now.".formatted(FleetWords.bytes(fleet.all().slotsNow())),
        across(),
        bytes,
        places(),
        List.of(
            Series.of(
                "after boot",
                Series.Style.LINE,
                asked.stream().map(setting -> FleetWords.byteCount(setting.slots())).toList()),
            Series.of(
                "in the end, with dynamic pools",
                Series.Style.LINE,
                asked.stream()
                    .map(setting -> FleetWords.byteCount(setting.dynamicSlots()))
                    .toList())),
        List.of());
  }

  private Part.Lines lines(String name, String caption, Axis up, List<Double> values) {
    return new Part.Lines(
        name,
        caption,
        "",
        across(),
        up,
        places(),
        List.of(Series.of(up.title(), Series.Style.LINE, values)),
        List.of());
  }

  // Tables.

  private Part.Table classes() {
    var rows = new ArrayList<>(fleet.classes().stream().map(FleetText::row).toList());
    if (rows.size() > 1) {
      rows.add(FleetText.row(fleet.all()));
    }
    return table("Classes " + words.rule(), FleetText.CLASS_HEAD, rows);
  }

  private Part.Table settings() {
    return table(
        "The same in numbers",
        FleetText.SETTING_HEAD,
        words.shown().stream().map(FleetText::row).toList());
  }

  private Part.Table dynamic() {
    return table(
        "Each class with a setting of its own",
        FleetWords.DYNAMIC_HEAD,
        fleet.classes().stream().map(FleetWords::dynamicRow).toList());
  }

  private static Part.Table table(String caption, List<String> heads, List<List<String>> rows) {
    var columns = new ArrayList<>(List.of(Column.words(heads.get(0))));
    heads.stream().skip(1).map(Column::numbers).forEach(columns::add);
    return Part.Table.of(
        caption, columns, rows.stream().map(row -> row.stream().map(Cell::of).toList()).toList());
  }

  private List<Part> standOuts() {
    var parts = new ArrayList<Part>();
    for (var kind : StandOut.Kind.values()) {
      var of = fleet.standOuts().stream().filter(one -> one.kind() == kind).toList();
      if (!of.isEmpty()) {
        parts.add(
            named(
                "%d %s".formatted(of.size(), kind.words()),
                "why",
                of.stream().map(one -> List.of(one.folder(), one.words())).toList()));
      }
    }
    return parts;
  }

  private Optional<Section> others() {
    var parts = new ArrayList<Part>();
    if (!fleet.repeated().isEmpty()) {
      parts.add(
          named(
              "Counted once, since the same mappings at the same times were recorded: %d"
                  .formatted(fleet.repeated().size()),
              "the same as",
              fleet.repeated().stream().map(one -> List.of(one.folder(), one.sameAs())).toList()));
    }
    if (!fleet.unread().isEmpty()) {
      parts.add(
          named(
              "Not read: %d of %d folders".formatted(fleet.unread().size(), fleet.folders()),
              "why",
              fleet.unread().stream().map(one -> List.of(one.folder(), one.problem())).toList()));
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(new Section("What is in nothing above", parts));
  }

  private static Part.Table named(String caption, String second, List<List<String>> rows) {
    return new Part.Table(
        caption,
        List.of(Column.words("folder"), Column.words(second)),
        rows.stream()
            .limit(MOST_ROWS)
            .map(row -> row.stream().map(Text::onOneLine).map(Cell::of).toList())
            .toList(),
        rows.size() > MOST_ROWS ? "The first %d; all are in --json.".formatted(MOST_ROWS) : "",
        rows.size() > FleetText.MOST_SHOWN);
  }
}
