package swiotlb.study.explore;

import java.util.List;
import java.util.Map;
import swiotlb.explore.Lateness;

/**
 * Prints to how many timelines each strategy comes with as many schedules, in any order and at
 * their times, and how often to situations that few come to. Arguments: how many schedules, how
 * rare a situation is (of a thousand schedules of random choices in the same orders, at most), and
 * scenarios of {@code simulations/races}.
 */
final class TimelineTable {
  private static final long LATEST_NS = 100_000;
  private static final int PER_MILLE = 1000;

  private TimelineTable() {}

  /** Prints the table. */
  public static void main(String[] args) throws InterruptedException {
    var schedules = Long.parseLong(args[0]);
    var rarePerMille = Long.parseLong(args[1]);
    for (var name : List.of(args).subList(2, args.length)) {
      for (var keepsTime : new boolean[] {false, true}) {
        print(name, keepsTime, schedules, rarePerMille);
      }
    }
  }

  private static void print(String name, boolean keepsTime, long schedules, long rarePerMille)
      throws InterruptedException {
    var random = explored(name, StrategyName.RANDOM, keepsTime, schedules);
    var pct = explored(name, StrategyName.PCT, keepsTime, schedules);
    var feedback = explored(name, StrategyName.FEEDBACK, keepsTime, schedules);
    System.out.printf(
        "%-22s %-5s %,8d %,8d %,8d  timelines%n",
        name,
        keepsTime ? "timed" : "any",
        random.timelines(),
        pct.timelines(),
        feedback.timelines());
    for (var i = 0; i < random.reached().size(); i++) {
      var situation = random.reached().get(i);
      var most = Math.max(pct.reached().get(i).schedules(), feedback.reached().get(i).schedules());
      if (situation.schedules() * PER_MILLE <= rarePerMille * schedules
          && Math.max(most, situation.schedules()) > 0) {
        System.out.printf(
            "%-28s %,8d %,8d %,8d  %s%n",
            "",
            situation.schedules(),
            pct.reached().get(i).schedules(),
            feedback.reached().get(i).schedules(),
            situation.name());
      }
    }
  }

  private static Explored explored(
      String name, StrategyName strategy, boolean keepsTime, long schedules)
      throws InterruptedException {
    var scenario =
        FlawTable.scenario(name, Map.of("check-payload", "true", "design.planted", "none"));
    var plan =
        new ExplorePlan(
            scenario, strategy, 1, schedules, 0, 3, keepsTime, new Lateness(LATEST_NS), true);
    var threads = Runtime.getRuntime().availableProcessors();
    return Exploring.run(plan, threads, () -> false, e -> {});
  }
}
