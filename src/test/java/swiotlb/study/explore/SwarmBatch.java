package swiotlb.study.explore;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import swiotlb.explore.Deviations;
import swiotlb.explore.Exploration;
import swiotlb.study.run.ScenarioRun;
import swiotlb.workload.Fault;
import swiotlb.workload.Seeds;

/**
 * What came of one machine, run in some orders.
 *
 * @param driversOwn schedules that showed what a driver did wrong, as was drawn for it
 * @param reached by situation: in how many schedules it was so
 * @param faults by fault: how often it happened
 * @param wrong what went wrong first, which ends it; or null
 */
record SwarmBatch(
    SwarmMachine machine,
    ExplorePlan plan,
    long schedules,
    long messages,
    int timelines,
    long driversOwn,
    List<Long> reached,
    Map<Fault, Long> faults,
    Explored.@Nullable Wrong wrong) {
  private static final String UNSYNCED = "without a sync the driver reads";

  /** Runs it, on this thread. */
  static SwarmBatch run(ScenarioRun.Runner runner, SwarmMachine machine, long most) {
    var plan = machine.plan(most);
    var scenario = plan.scenarioOf(0);
    var reached = new long[Situations.ALL.size()];
    var faults = new EnumMap<Fault, Long>(Fault.class);
    var explored =
        new ExploredScenario(
            runner, scenario, plan.orders(), new Watches(Situations.ALL), () -> false);
    var wrong = wrong(0, explored.runInOrder().finding(), Deviations.NONE, plan);
    var exploration =
        new Exploration<>(
            plan.strategy().begin(Seeds.stream(plan.seed(), "batch 0").nextLong(), plan),
            (choices, sink) -> explored.run(new HappenedFaults(choices, faults), sink));
    var messages = 0L;
    var schedules = 0L;
    var driversOwn = 0L;
    while (wrong == null && schedules < most) {
      var run = exploration.next();
      var seen = Objects.requireNonNull(run.outcome());
      schedules++;
      messages += seen.messages();
      for (var bits = seen.situations(); bits != 0; bits &= bits - 1) {
        reached[Long.numberOfTrailingZeros(bits)]++;
      }
      if (isOfDriver(seen.finding(), plan)) {
        driversOwn++;
      } else {
        wrong = wrong(schedules, seen.finding(), run.made().deviations(), plan);
      }
    }
    return new SwarmBatch(
        machine,
        plan,
        schedules,
        messages,
        exploration.timelines().size(),
        driversOwn,
        Arrays.stream(reached).boxed().toList(),
        faults,
        wrong);
  }

  /** A driver that does not sync reads what is not there, whatever the kernel does. */
  private static boolean isOfDriver(@Nullable Finding finding, ExplorePlan plan) {
    return finding != null
        && finding.kind() == Finding.Kind.FAILED
        && finding.what().contains(UNSYNCED)
        && plan.scenario().faults().perMille(Fault.FORGOTTEN_SYNC) > 0;
  }

  private static Explored.@Nullable Wrong wrong(
      long schedule, @Nullable Finding finding, Deviations deviations, ExplorePlan plan) {
    return finding == null
        ? null
        : new Explored.Wrong(schedule, finding, deviations, plan.drawnFor(0), 1);
  }
}
