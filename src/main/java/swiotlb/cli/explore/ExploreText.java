package swiotlb.cli.explore;

import swiotlb.input.Screen;
import swiotlb.input.Text;
import swiotlb.input.TextTable;
import swiotlb.report.Quantities;
import swiotlb.study.explore.Explored;
import swiotlb.study.explore.StrategyName;

/** What came of an exploration, as text. */
final class ExploreText {
  private static final int GAP = 2;

  private ExploreText() {}

  static void print(Explored explored, boolean isInterrupted, Screen screen) {
    var plan = explored.plan();
    var isExhaustive = plan.strategy() == StrategyName.EXHAUSTIVE;
    screen.println(
        Text.onOneLine(
            "%s: %s (%s%s)%s%s"
                .formatted(
                    plan.scenario().name(),
                    Quantities.count(explored.schedules(), "schedule"),
                    plan.strategy(),
                    isExhaustive ? "" : ", seed " + plan.seed(),
                    // Most of its runs end in a state that is known, before their timeline is
                    // whole.
                    isExhaustive ? "" : ", " + Quantities.count(explored.timelines(), "timeline"),
                    isInterrupted ? "; interrupted" : "")));
    if (plan.drawsFaults()) {
      screen.println(
          "rates of faults were drawn anew for every %,d schedules".formatted(plan.batchSize()));
    }
    if (isExhaustive) {
      screen.println(
          explored.isAll()
              ? "every order%s: all %,d states"
                  .formatted(
                      plan.keepsTime() ? " of what happens at one time, no message late" : "",
                      explored.states())
              : "NOT every order: %,d states so far".formatted(explored.states()));
    }
    if (explored.schedules() > 0) {
      screen.println(
          "each has %,d messages and %,d choices on average"
              .formatted(
                  explored.messages() / explored.schedules(),
                  explored.choices() / explored.schedules()));
    }
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
    if (isExhaustive) {
      screen.println("situations are looked for on one way to each state");
    }
    if (explored.wrong().isEmpty()) {
      screen.println(
          isExhaustive && explored.isAll()
              ? "nothing goes wrong in any of them"
              : "nothing went wrong in these; orders that were not tried may be wrong");
    }
  }

  static void print(KeptFinding kept, Screen screen) {
    var wrong = kept.wrong();
    screen.println("schedule %,d: %s".formatted(wrong.schedule(), wrong.finding().kind().words()));
    wrong.finding().what().lines().forEach(line -> screen.println("  " + Text.printable(line)));
    var words = new FindingWords(kept);
    words.with().ifPresent(with -> screen.println(Text.onOneLine(with)));
    screen.println(Text.onOneLine(words.made()));
    kept.small().choices().told().forEach(told -> screen.println("  " + Text.printable(told)));
    for (var line : words.nearest()) {
      screen.println(Text.printable(line));
    }
  }
}
