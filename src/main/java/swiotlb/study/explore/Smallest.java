package swiotlb.study.explore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import swiotlb.explore.Deviations;
import swiotlb.explore.Deviations.Deviation;
import swiotlb.explore.Exploration;
import swiotlb.explore.Fewest;
import swiotlb.explore.GivenDeviations;
import swiotlb.explore.Kind;
import swiotlb.explore.MadeChoices;
import swiotlb.explore.MessageOrder;
import swiotlb.explore.ToldChoices;
import swiotlb.input.ScenarioException;
import swiotlb.scenario.Scenario;
import swiotlb.study.run.ScenarioRun;
import swiotlb.workload.Seeds;

/**
 * Makes what went wrong as small as it can: first the scenario (requests, depth, CPUs, runs), each
 * smaller one explored anew since choices of another do not fit it, then the choices. What is left
 * shows the like, and needs every choice that it has.
 */
public final class Smallest {
  /** Reads the scenario with other settings. */
  @FunctionalInterface
  public interface Source {
    /**
     * The scenario as it is then.
     *
     * @throws ScenarioException if it cannot be used so
     */
    Scenario with(Map<String, String> overrides);
  }

  /**
   * What is left.
   *
   * @param overrides settings beside those that were given, by path
   * @param runs that were made to find it
   */
  public record Small(
      Scenario scenario, Map<String, String> overrides, ChoicesFile choices, long runs) {}

  private final ExplorePlan plan;
  private final Source source;
  private final ScenarioRun.Runner runner;
  private final BooleanSupplier isInterrupted;
  private final Finding wanted;
  private final long enough;
  private long runs;

  private Smallest(
      ExplorePlan plan,
      Source source,
      ScenarioRun.Runner runner,
      BooleanSupplier isInterrupted,
      Explored.Wrong wrong) {
    this.plan = plan;
    this.source = source;
    this.runner = runner;
    this.isInterrupted = isInterrupted;
    this.wanted = wrong.finding();
    // A smaller scenario shows it as often, or is not worth more.
    this.enough = Math.min(5_000, Math.max(200, 4 * wrong.schedule()));
  }

  /**
   * As small as it can be made.
   *
   * @param overrides settings with which the scenario was explored
   * @param isInterrupted asked now and then; what is smallest by then is the answer
   */
  public static Small of(
      ExplorePlan plan,
      Source source,
      Map<String, String> overrides,
      Explored.Wrong wrong,
      BooleanSupplier isInterrupted) {
    var all = new LinkedHashMap<>(overrides);
    all.putAll(wrong.drawn());
    var scenario = wrong.drawn().isEmpty() ? plan.scenario() : source.with(all);
    try (var runner = new ScenarioRun.Runner()) {
      return new Smallest(plan, source, runner, isInterrupted, wrong)
          .small(scenario, all, wrong.deviations());
    }
  }

  private Small small(Scenario whole, Map<String, String> given, Deviations found) {
    var scenario = whole;
    var deviations = found;
    Map<String, String> overrides = new LinkedHashMap<>();
    for (var smaller = smaller(scenario, given, overrides);
        smaller != null;
        smaller = smaller(scenario, given, overrides)) {
      scenario = smaller.scenario;
      overrides = smaller.overrides;
      deviations = smaller.deviations;
    }
    var fewest = fewest(scenario, deviations);
    var all = new LinkedHashMap<>(given);
    all.putAll(overrides);
    return new Small(scenario, overrides, told(scenario, all, fewest), runs);
  }

  // The scenario.

  private record Smaller(Scenario scenario, Map<String, String> overrides, Deviations deviations) {}

  /** A next smaller scenario that shows the like; null if none was found. */
  private @Nullable Smaller smaller(
      Scenario scenario, Map<String, String> given, Map<String, String> overrides) {
    for (var step : SmallerSettings.of(scenario)) {
      if (isInterrupted.getAsBoolean()) {
        return null;
      }
      var more = new LinkedHashMap<>(overrides);
      more.putAll(step);
      var all = new LinkedHashMap<>(given);
      all.putAll(more);
      try {
        var next = source.with(all);
        var shown = search(next);
        if (shown != null) {
          return new Smaller(next, more, shown);
        }
      } catch (ScenarioException e) {
        // So small it cannot be.
      }
    }
    return null;
  }

  private @Nullable Deviations search(Scenario scenario) {
    var explored =
        new ExploredScenario(
            runner, scenario, plan.keepsTime(), new Watches(List.of()), isInterrupted);
    explored.runInOrder();
    var strategy = plan.strategy().begin(Seeds.stream(plan.seed(), "smaller").nextLong(), plan);
    var exploration = new Exploration<>(strategy, explored);
    for (var schedule = 0; schedule < enough && !isInterrupted.getAsBoolean(); schedule++) {
      runs++;
      var run = exploration.next();
      if (wanted.isLike(Objects.requireNonNull(run.outcome()).finding())) {
        return run.made().deviations();
      }
    }
    return null;
  }

  // The choices.

  private Deviations fewest(Scenario scenario, Deviations deviations) {
    var explored =
        new ExploredScenario(
            runner, scenario, plan.keepsTime(), new Watches(List.of()), () -> false);
    explored.runInOrder();
    var left =
        new ArrayList<>(
            Fewest.of(
                oneFault(explored, deviations).all(),
                some -> !isInterrupted.getAsBoolean() && shows(explored, new Deviations(some))));
    for (var i = 0; i < left.size(); i++) {
      lower(explored, left, i);
    }
    return new Deviations(left);
  }

  /**
   * A single fault that is enough: where it comes among the choices differs from one order to
   * another, so that it may stand nowhere in the given ones.
   *
   * @return the given ones if there is none
   */
  private Deviations oneFault(ExploredScenario explored, Deviations given) {
    if (given.size() > 1 && given.all().stream().anyMatch(d -> d.kind() == Kind.HAPPENS)) {
      var inOrder = new MadeChoices(new GivenDeviations(Deviations.NONE));
      explored.run(inOrder, new MessageOrder());
      for (var place = 0; place < inOrder.count() && !isInterrupted.getAsBoolean(); place++) {
        if (inOrder.kind(place) == Kind.HAPPENS) {
          var alone = new Deviations(List.of(new Deviation(place, Kind.HAPPENS, 1)));
          if (shows(explored, alone)) {
            return alone;
          }
        }
      }
    }
    return given;
  }

  /** A message as little late as it can be, to a factor of two; another actor as near as it can. */
  private void lower(ExploredScenario explored, List<Deviation> all, int index) {
    var before = all.get(index);
    var value = before.value();
    while (value > 1 && !isInterrupted.getAsBoolean()) {
      value = before.kind() == Kind.TURN ? value - 1 : value / 2;
      all.set(index, new Deviation(before.place(), before.kind(), value));
      if (!shows(explored, new Deviations(all))) {
        break;
      }
      before = all.get(index);
    }
    all.set(index, before);
  }

  private boolean shows(ExploredScenario explored, Deviations deviations) {
    runs++;
    return wanted.isLike(
        explored.run(new GivenDeviations(deviations), new MessageOrder()).finding());
  }

  /** The run once more, in words. */
  private ChoicesFile told(
      Scenario scenario, Map<String, String> overrides, Deviations deviations) {
    var explored =
        new ExploredScenario(
            runner, scenario, plan.keepsTime(), new Watches(List.of()), () -> false);
    explored.runInOrder();
    var order = new MessageOrder();
    var told = new ToldChoices(new MadeChoices(new GivenDeviations(deviations)));
    var seen = explored.run(told, order);
    var finding = seen.finding();
    return new ChoicesFile(
        overrides,
        plan.keepsTime(),
        explored.faultsUntil(),
        deviations,
        told.told(),
        order.timeline(),
        seen.messages(),
        finding == null ? "" : finding.kind().words() + ": " + finding.what());
  }
}
