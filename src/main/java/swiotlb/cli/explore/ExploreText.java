package swiotlb.cli.explore;

import swiotlb.input.Screen;
import swiotlb.input.Text;
import swiotlb.input.TextTable;
import swiotlb.study.explore.Explored;
import swiotlb.study.explore.Smallest;

/** What came of an exploration, as text. */
final class ExploreText {
  private static final int GAP = 2;

  private ExploreText() {}

  static void print(Explored explored, boolean isInterrupted, Screen screen) {
    var words = new ExploreWords(explored, isInterrupted);
    screen.println(Text.onOneLine(explored.plan().scenario().name() + ": " + words.schedules()));
    words.extent().forEach(screen::println);
    screen.println("");
    var table =
        TextTable.fixed(
            screen::println,
            TextTable.Column.right(9),
            TextTable.Column.right(9).after(GAP),
            TextTable.Column.left(24).after(GAP),
            TextTable.Column.left(0).after(GAP));
    table.row("schedules", "first", "situation", "in which");
    for (var reached : explored.reached()) {
      table.row(
          "%,d".formatted(reached.schedules()),
          reached.first() == 0 ? "-" : "%,d".formatted(reached.first()),
          reached.name(),
          reached.words());
    }
    table.end();
    screen.println("");
    if (!words.onSituations().isEmpty()) {
      screen.println(words.onSituations());
    }
    if (explored.wrong().isEmpty()) {
      screen.println(words.conclusion());
    }
  }

  /** What went wrong and could not be written. */
  static void printNotKept(Explored.Wrong wrong, Smallest.Small small, Screen screen) {
    screen.println("schedule %,d: %s".formatted(wrong.schedule(), wrong.finding().kind().words()));
    small.choices().finding().lines().forEach(line -> screen.println("  " + Text.printable(line)));
    small.overrides().forEach((key, value) -> screen.println(Text.onOneLine(key + "=" + value)));
    small.choices().told().forEach(told -> screen.println("  " + Text.printable(told)));
  }

  static void print(KeptFinding kept, Screen screen) {
    var wrong = kept.wrong();
    screen.println("schedule %,d: %s".formatted(wrong.schedule(), wrong.finding().kind().words()));
    var words = new FindingWords(kept);
    words.found().forEach(line -> screen.println("  " + Text.printable(line)));
    words.with().ifPresent(with -> screen.println(Text.onOneLine(with)));
    screen.println(Text.onOneLine(words.made()));
    kept.small().choices().told().forEach(told -> screen.println("  " + Text.printable(told)));
    for (var line : words.nearest()) {
      screen.println(Text.printable(line));
    }
    if (kept.beside().isPresent()) {
      var names = kept.names();
      screen.println(
          Text.onOneLine(
              "what is not alike in both, drawn: %s and %s; traces of both beside them"
                  .formatted(names.of(true, ".svg"), names.of(false, ".svg"))));
    }
  }
}
