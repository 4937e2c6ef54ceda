package swiotlb.study.explore;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import swiotlb.explore.Lateness;
import swiotlb.kernel.policy.Flaw;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;

/**
 * Prints how soon each strategy finds each planted flaw: the median of the schedules that it takes,
 * over seeds. Arguments: how many seeds, how many schedules at most, and the flaws; all if none are
 * named.
 */
final class FlawTable {
  private static final List<StrategyName> STRATEGIES =
      List.of(StrategyName.RANDOM, StrategyName.PCT, StrategyName.FEEDBACK);

  private FlawTable() {}

  /** A planted flaw's scenario. */
  static Scenario scenario(String name, Map<String, String> settings) {
    return new ScenarioReader().read(Path.of("simulations", "races", name + ".conf"), settings);
  }

  /** Requests of a run, of all jobs and CPUs. */
  static long requests(Scenario scenario) {
    return scenario.devices().stream()
        .flatMap(device -> device.jobs().stream())
        .mapToLong(job -> job.pace().count() * job.cpus().size())
        .sum();
  }

  /** How it is explored. */
  static ExplorePlan plan(Scenario scenario, StrategyName strategy, long seed, long schedules) {
    return new ExplorePlan(
        scenario, strategy, seed, schedules, 0, 3, false, new Lateness(100_000), false);
  }

  /** Prints the table. */
  public static void main(String[] args) throws InterruptedException {
    var seeds = Integer.parseInt(args[0]);
    var most = Long.parseLong(args[1]);
    var named = List.of(args).subList(2, args.length);
    var flaws =
        Arrays.stream(Flaw.values())
            .map(Flaw::word)
            .filter(word -> named.isEmpty() || named.contains(word))
            .sorted(Comparator.naturalOrder())
            .toList();
    System.out.printf("%-26s%22s%22s%22s%n", "flaw", "random", "pct", "feedback");
    for (var flaw : flaws) {
      var cells = new StringBuilder();
      for (var strategy : STRATEGIES) {
        cells.append("%22s".formatted(cell(flaw, strategy, seeds, most)));
      }
      System.out.printf("%-26s%s%n", flaw, cells);
    }
  }

  private static String cell(String flaw, StrategyName strategy, int seeds, long most)
      throws InterruptedException {
    var scenario = scenario(flaw, Map.of());
    var found = new long[seeds];
    var misses = 0;
    for (var seed = 0; seed < seeds; seed++) {
      var explored =
          Exploring.run(plan(scenario, strategy, seed + 1L, most), 1, () -> false, e -> {});
      var first = explored.first();
      found[seed] = first == null ? Long.MAX_VALUE : first.schedule();
      misses += first == null ? 1 : 0;
    }
    var sorted = LongStream.of(found).sorted().toArray();
    var median = sorted[seeds / 2];
    var shown = median == Long.MAX_VALUE ? ">" + most : String.valueOf(median);
    return Stream.of(shown, misses == 0 ? "" : "(" + misses + " not)")
        .filter(s -> !s.isEmpty())
        .reduce((a, b) -> a + " " + b)
        .orElse("");
  }
}
