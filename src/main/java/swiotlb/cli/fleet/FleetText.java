package swiotlb.cli.fleet;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import swiotlb.input.Text;
import swiotlb.input.TextTable;
import swiotlb.input.TextTable.Column;
import swiotlb.study.fleet.Fleet;
import swiotlb.study.fleet.FleetClass;
import swiotlb.study.fleet.OneSetting;
import swiotlb.study.fleet.StandOut;

/** What {@code fleet} says to people: the answer first, then what it rests on. */
final class FleetText {
  /** Of each kind; all are in the JSON. */
  static final int MOST_SHOWN = 10;

  private final PrintWriter out;
  private final Fleet fleet;
  private final FleetWords words;
  private final FleetGrounds grounds;

  FleetText(PrintWriter out, Fleet fleet) {
    this.out = out;
    this.fleet = fleet;
    this.words = new FleetWords(fleet);
    this.grounds = new FleetGrounds(fleet);
  }

  void print() {
    out.println(String.join(" ", words.answer()));
    classes();
    settings();
    standOuts();
    list("with Linux 7.3", grounds.newest());
    dynamic();
    list("how sure", grounds.sureness());
    others();
    words
        .setting()
        .ifPresent(
            setting -> {
              out.println();
              out.println(FleetWords.OTHER_WORDS + ":");
              out.println(words.parameter(setting));
            });
  }

  private void classes() {
    out.println();
    out.println("classes, " + words.rule() + ":");
    var table = table(CLASS_HEAD);
    fleet.classes().forEach(one -> table.row(row(one)));
    if (fleet.classes().size() > 1) {
      table.row(row(fleet.all()));
    }
    table.end();
    out.println("  " + words.classNote());
  }

  static final List<String> CLASS_HEAD =
      List.of(
          "class",
          "machines",
          "need least",
          "half",
          "90 %",
          "99 %",
          "all",
          "swiotlb= 99 %",
          "swiotlb= all",
          "too small now");

  /** A class in a line of a table. */
  static List<String> row(FleetClass one) {
    return List.of(
        one.name(),
        FleetWords.machines(one),
        FleetWords.bytes(one.leastSlots()),
        FleetWords.bytes(one.needSlots(0.5)),
        FleetWords.bytes(one.needSlots(0.9)),
        FleetWords.bytes(one.needSlots(FleetWords.MOST)),
        FleetWords.bytes(one.needSlots(1)),
        setting(one, FleetWords.MOST),
        setting(one, 1),
        String.valueOf(one.machines().size() - one.servedNow()));
  }

  private static String setting(FleetClass one, double part) {
    return one.settingFor(part).map(slots -> String.valueOf(one.written(slots))).orElse("none");
  }

  private void settings() {
    out.println();
    out.println("one setting for all:");
    var table = table(SETTING_HEAD);
    words.shown().forEach(setting -> table.row(row(setting)));
    table.end();
    words.settingNotes().forEach(note -> out.println("  " + note));
  }

  static final List<String> SETTING_HEAD =
      List.of(
          "swiotlb=",
          "memory",
          "machines that fail",
          "mappings that fail",
          "dynamic: own pools",
          "memory in the end");

  /** A setting in a line of a table. */
  static List<String> row(OneSetting setting) {
    return List.of(
        FleetWords.setting(setting),
        FleetWords.bytes(setting.slots()),
        String.valueOf(setting.unserved()),
        String.valueOf(setting.failed()),
        String.valueOf(setting.transients()),
        FleetWords.bytes(setting.dynamicSlots()));
  }

  private void dynamic() {
    out.println();
    out.println("with CONFIG_SWIOTLB_DYNAMIC, each class with a setting of its own:");
    var table = table(FleetWords.DYNAMIC_HEAD);
    fleet.classes().forEach(one -> table.row(FleetWords.dynamicRow(one)));
    table.end();
    words.dynamicNotes().forEach(note -> out.println("  " + note));
  }

  private TextTable table(List<String> head) {
    var columns = new ArrayList<>(List.of(Column.left(8).after(2)));
    for (var i = 1; i < head.size(); i++) {
      columns.add(Column.right(4).after(2));
    }
    var table = new TextTable(out::println, TextTable.ALL_ROWS, columns);
    table.row(head);
    return table;
  }

  private void standOuts() {
    if (fleet.standOuts().isEmpty()) {
      return;
    }
    out.println();
    out.println("who stands out:");
    for (var kind : StandOut.Kind.values()) {
      var of = fleet.standOuts().stream().filter(one -> one.kind() == kind).toList();
      if (!of.isEmpty()) {
        out.println("  %d %s:".formatted(of.size(), kind.words()));
        shown(of.stream().map(one -> one.folder() + ": " + one.words()).toList());
      }
    }
  }

  /** Names of folders come from outside. */
  private void shown(List<String> lines) {
    lines.stream().limit(MOST_SHOWN).forEach(line -> out.println("    " + Text.onOneLine(line)));
    if (lines.size() > MOST_SHOWN) {
      out.println("    … and %d more".formatted(lines.size() - MOST_SHOWN));
    }
  }

  private void others() {
    if (!fleet.repeated().isEmpty()) {
      out.println();
      out.println(
          "counted once, since the same mappings at the same times were recorded (%d):"
              .formatted(fleet.repeated().size()));
      shown(
          fleet.repeated().stream()
              .map(one -> one.folder() + ": the same as " + one.sameAs())
              .toList());
    }
    if (!fleet.unread().isEmpty()) {
      out.println();
      out.println(
          "not read, and in nothing above (%d of %d folders):"
              .formatted(fleet.unread().size(), fleet.folders()));
      shown(fleet.unread().stream().map(Fleet.Unread::problem).collect(Collectors.toList()));
    }
  }

  private void list(String title, List<String> lines) {
    out.println();
    out.println(title + ":");
    lines.forEach(line -> out.println("  " + Text.onOneLine(line)));
  }
}
