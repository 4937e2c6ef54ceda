package swiotlb.study.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import swiotlb.explore.Deviations;
import swiotlb.explore.Deviations.Deviation;
import swiotlb.explore.Kind;
import swiotlb.explore.Lateness;
import swiotlb.explore.Orders;
import swiotlb.explore.Strategy;
import swiotlb.scenario.Scenario;
import swiotlb.study.explore.NearestPassing.Way;
import swiotlb.study.run.ScenarioRun;

/** A schedule that fails beside the nearest one that does not. */
class NearestPassingTest {
  private static final Map<String, String> THREE_EACH = Map.of("devices.disk.jobs.load.count", "3");

  private static ExplorePlan plan(Scenario scenario) {
    return new ExplorePlan(
        scenario, StrategyName.RANDOM, 1, 100, 0, 3, false, new Lateness(100_000), false);
  }

  private static Smallest.Small small(Scenario scenario, Deviation... choices) {
    var deviations = new Deviations(List.of(choices));
    try (var runner = new ScenarioRun.Runner()) {
      var told = ExploredScenario.known(runner, scenario, Orders.ANY).told(Map.of(), deviations);
      return new Smallest.Small(scenario, Map.of(), told, 0, false, true);
    }
  }

  private static NearestPassing.Found nearest(Smallest.Small small) {
    return NearestPassing.of(plan(small.scenario()), small, () -> false);
  }

  private static Smallest.Small lostWakeUp(Deviation... more) {
    return small(FlawTable.scenario("lost-wake-up", THREE_EACH), more);
  }

  private static final Deviation HELD_BACK = new Deviation(15, Kind.LAST, 1);

  @Test
  void withoutItsOnlyChoiceEverythingGoesInOrder() {
    var failing = lostWakeUp(HELD_BACK);
    assertThat(failing.choices().finding()).startsWith("nothing happens any more");
    var found = nearest(failing);
    assertThat(found.way()).isEqualTo(Way.IN_ORDER);
    assertThat(found.runs()).isEqualTo(1);
    var passing = Objects.requireNonNull(found.choices());
    assertThat(passing.finding()).isEmpty();
    assertThat(passing.deviations()).isEqualTo(Deviations.NONE);
  }

  @Test
  void ofSeveralChoicesAsManyAsPossibleStay() {
    var harmless = new Deviation(3, Kind.HOLD, 1);
    var failing = lostWakeUp(harmless, HELD_BACK);
    assertThat(failing.choices().finding()).isNotEmpty();
    var found = nearest(failing);
    assertThat(found.way()).isEqualTo(Way.FEWER_CHOICES);
    assertThat(Objects.requireNonNull(found.choices()).deviations().all())
        .containsExactly(harmless);
  }

  @Test
  void whereEveryScheduleFailsNoneIsFound() {
    var found =
        nearest(
            small(
                FlawTable.scenario("find-then-take", Map.of("devices.disk.jobs.load.count", "1"))));
    assertThat(found.way()).isEqualTo(Way.NONE);
    assertThat(found.choices()).isNull();
    assertThat(found.runs()).isGreaterThan(100);
    assertThat(found.isInterrupted()).isFalse();
  }

  @Test
  void whatWasInterruptedSaysSo() {
    var small = lostWakeUp(HELD_BACK);
    var found = NearestPassing.of(plan(small.scenario()), small, () -> true);
    assertThat(found.way()).isEqualTo(Way.NONE);
    assertThat(found.isInterrupted()).isTrue();
    assertThat(found.runs()).isZero();
  }

  @Test
  void bothRunsAreToldFromWhereTheyPartToWhatBreaks() {
    var failing = lostWakeUp(HELD_BACK);
    var passing = Objects.requireNonNull(nearest(failing).choices());
    var runs =
        SideBySide.of(
            failing.scenario(), failing.choices(), Strategy.NOTHING, passing, Strategy.NOTHING);
    assertThat(runs.partings())
        .extracting(parting -> parting.actor())
        .startsWith("/user/device-disk", "/user/throttle");
    var atThrottle = runs.partings().get(1);
    assertThat(atThrottle.first().orElseThrow().words()).startsWith("Leave{mapping 3}");
    assertThat(atThrottle.second().orElseThrow().words())
        .startsWith("Enter{mapping 4")
        .endsWith("of /user/throttle to itself");

    var side = runs.failing();
    assertThat(side.handled()).isEqualTo(failing.choices().messages());
    assertThat(side.shown()).contains(side.parts(), side.last());
    assertThat(side.shown().get(side.shown().size() - 1)).isEqualTo(side.last());
    assertThat(side.unlike()).isLessThan((int) side.handled() / 2);
    assertThat(runs.passing().shown()).contains(runs.passing().parts());
  }

  @Test
  void aRunBesideItselfDoesNotPart() {
    var failing = lostWakeUp(HELD_BACK);
    var runs =
        SideBySide.of(
            failing.scenario(),
            failing.choices(),
            Strategy.NOTHING,
            failing.choices(),
            Strategy.NOTHING);
    assertThat(runs.partings()).isEmpty();
    assertThat(runs.failing().unlike()).isZero();
    assertThat(runs.failing().shown()).containsExactly(runs.failing().last());
  }
}
