package swiotlb.study.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.actor.pool.Grower;
import swiotlb.explore.Exploration;
import swiotlb.explore.Lateness;
import swiotlb.explore.Orders;
import swiotlb.explore.RandomStrategy;
import swiotlb.study.run.ScenarioRun;
import swiotlb.time.Sent;

/** What the heads of the races say that is not planted. */
class ShowPiecesTest {
  private static final int SCHEDULES = 300;

  private static Explored explored(
      String file, StrategyName strategy, long schedules, Map<String, String> settings)
      throws InterruptedException {
    var plan = FlawTable.plan(FlawTable.scenario(file, settings), strategy, 1, schedules);
    return Exploring.run(plan, 1, () -> false, e -> {});
  }

  private static long reached(Explored explored, String situation) {
    return explored.reached().stream()
        .filter(r -> r.name().equals(situation))
        .mapToLong(Explored.Reached::schedules)
        .sum();
  }

  private static Finding.Kind kind(Explored explored) {
    var wrong = explored.first();
    assertThat(wrong).as("something went wrong").isNotNull();
    return wrong.finding().kind();
  }

  // The throttle.

  private static Explored throttled(String exhaustion) throws InterruptedException {
    return explored(
        "throttle",
        StrategyName.RANDOM,
        SCHEDULES,
        Map.of("design.exhaustion", exhaustion, "check-payload", "false"));
  }

  @Test
  void theThrottleLosesNoWakeUpAndLetsMappingsFailAllTheSame() throws InterruptedException {
    var explored = throttled("throttle");
    assertThat(explored.wrong()).isEmpty();
    assertThat(reached(explored, "map-failed")).isPositive();
    assertThat(reached(explored, "throttled-overtaken")).isPositive();
  }

  @Test
  void slotsThatAreReservedCureBoth() throws InterruptedException {
    var explored = throttled("reserve");
    assertThat(explored.wrong()).isEmpty();
    assertThat(reached(explored, "map-failed")).isZero();
    assertThat(reached(explored, "throttled-overtaken")).isZero();
  }

  @Test
  void underTheThrottleARequestStarves() throws InterruptedException {
    var limit = Map.of("starved-after", "8");
    var explored = explored("starving", StrategyName.PCT, SCHEDULES, limit);
    assertThat(kind(explored)).isEqualTo(Finding.Kind.STARVED);
  }

  @ParameterizedTest
  @CsvSource({"reserve", "transient"})
  void otherwiseNoneDoes(String exhaustion) throws InterruptedException {
    var settings = Map.of("starved-after", "8", "design.exhaustion", exhaustion);
    assertThat(explored("starving", StrategyName.PCT, SCHEDULES, settings).wrong()).isEmpty();
  }

  @Test
  void whoTriesAgainStarvesAsTheKernelKeepsNoLine() throws InterruptedException {
    var limit = new HashMap<>(Map.of("starved-after", "2"));
    var explored = explored("retrying", StrategyName.RANDOM, SCHEDULES, limit);
    assertThat(kind(explored)).isEqualTo(Finding.Kind.STARVED);
    limit.put("kernel.dynamic", "on");
    assertThat(explored("retrying", StrategyName.RANDOM, SCHEDULES, limit).wrong()).isEmpty();
  }

  // Pools.

  @Test
  void idlePoolsAreTakenAwayWhileBuffersAreLookedUp() throws InterruptedException {
    var explored = explored("shrink", StrategyName.RANDOM, SCHEDULES, Map.of());
    assertThat(explored.wrong()).isEmpty();
    assertThat(reached(explored, "look-up-while-retiring")).isGreaterThan(SCHEDULES / 2);
    assertThat(reached(explored, "retiring-pool-searched")).isPositive();
  }

  /** Counts pools that are added. */
  private static final class Pools implements Situation {
    private int added;
    private long bytes;

    @Override
    public String name() {
      return "pools";
    }

    @Override
    public String words() {
      return "pools are counted";
    }

    @Override
    public Seeing begin() {
      added = 0;
      bytes = 0;
      return this::sees;
    }

    private boolean sees(Sent sent, long atNs) {
      if (sent.message() instanceof Grower.Found found) {
        added++;
        bytes += found.range().bytes();
      }
      return false;
    }
  }

  @Test
  void growthThatIsQueuedAgainCostsAPoolThatIsNotNeeded() {
    var pools = new Pools();
    var schedulesByPools = new TreeMap<Integer, Integer>();
    try (var runner = new ScenarioRun.Runner()) {
      var scenario =
          new ExploredScenario(
              runner,
              FlawTable.scenario("grow-again", Map.of()),
              Orders.ANY,
              new Watches(java.util.List.of(pools)),
              () -> false);
      scenario.runInOrder();
      assertThat(pools.added).as("in order").isEqualTo(IN_ORDER);
      var exploration = new Exploration<>(new RandomStrategy(1, new Lateness(100_000)), scenario);
      for (var i = 0; i < SCHEDULES; i++) {
        exploration.next();
        assertThat(pools.bytes).isEqualTo((long) pools.added << 19);
        schedulesByPools.merge(pools.added, 1, Integer::sum);
      }
    }
    System.out.println(schedulesByPools);
    assertThat(schedulesByPools.firstKey()).isEqualTo(1);
    assertThat(schedulesByPools.lastKey()).isGreaterThan(1);
  }

  private static final int IN_ORDER = 1;

  // Drivers.

  @ParameterizedTest
  @CsvSource({
    "never-syncs, syncs, 2",
    "never-syncs, skip-sync, false",
    "reads-before-sync, reads-early, false"
  })
  void aDriverThatDoesNotSyncReadsOtherBytes(String file, String setting, String right)
      throws InterruptedException {
    var explored = explored(file, StrategyName.RANDOM, SCHEDULES, Map.of());
    assertThat(kind(explored)).isEqualTo(Finding.Kind.FAILED);
    assertThat(explored.schedules()).isEqualTo(1);
    var settings = Map.of("devices.nic.jobs.receive." + setting, right);
    assertThat(explored(file, StrategyName.RANDOM, SCHEDULES, settings).wrong()).isEmpty();
  }
}
