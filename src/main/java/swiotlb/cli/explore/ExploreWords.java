package swiotlb.cli.explore;

import java.util.ArrayList;
import java.util.List;
import swiotlb.report.Quantities;
import swiotlb.study.explore.ExplorePlan;
import swiotlb.study.explore.Explored;
import swiotlb.study.explore.StrategyName;

/** What was explored, in sentences, for text and page. */
final class ExploreWords {
  private final Explored explored;
  private final ExplorePlan plan;
  private final boolean isInterrupted;

  ExploreWords(Explored explored, boolean isInterrupted) {
    this.explored = explored;
    this.plan = explored.plan();
    this.isInterrupted = isInterrupted;
  }

  boolean isExhaustive() {
    return plan.strategy() == StrategyName.EXHAUSTIVE;
  }

  /** Whether every order was tried. */
  boolean isAll() {
    return isExhaustive() && explored.isAll();
  }

  /** How many schedules, and of what strategy. */
  String schedules() {
    return "%s (%s%s)%s%s"
        .formatted(
            Quantities.count(explored.schedules(), "schedule"),
            plan.strategy(),
            isExhaustive() ? "" : ", seed " + plan.seed(),
            // Most of its runs end in a state that is known, before their timeline is whole.
            isExhaustive() ? "" : ", " + Quantities.count(explored.timelines(), "timeline"),
            isInterrupted ? "; interrupted" : "");
  }

  /** How far that went. */
  List<String> extent() {
    var lines = new ArrayList<String>();
    if (plan.drawsFaults()) {
      lines.add(
          "rates of faults were drawn anew for every %,d schedules".formatted(plan.batchSize()));
    }
    if (isExhaustive()) {
      lines.add(
          explored.isAll()
              ? "every order%s: all %,d states"
                  .formatted(
                      plan.keepsTime() ? " of what happens at one time, no message late" : "",
                      explored.states())
              : "NOT every order: %,d states so far".formatted(explored.states()));
    }
    if (explored.schedules() > 0) {
      lines.add(
          "each has %,d messages and %,d choices on average"
              .formatted(
                  explored.messages() / explored.schedules(),
                  explored.choices() / explored.schedules()));
    }
    return lines;
  }

  /** What that nothing went wrong says. */
  String conclusion() {
    return isAll()
        ? "nothing goes wrong in any of them"
        : "nothing went wrong in these; orders that were not tried may be wrong";
  }

  /** Of the table of situations; empty if there is nothing to say. */
  String onSituations() {
    return isExhaustive() ? "situations are looked for on one way to each state" : "";
  }
}
