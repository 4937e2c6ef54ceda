package swiotlb.study.explore;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import swiotlb.explore.Deviations;
import swiotlb.explore.FewStrategy;
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
   * @param isInterrupted whether it might have become smaller
   * @param showsAgain whether a run with these choices goes wrong as the one that was found did
   */
  public record Small(
      Scenario scenario,
      Map<String, String> overrides,
      ChoicesFile choices,
      long runs,
      boolean isInterrupted,
      boolean showsAgain) {}

  /** Runs that deviate little from order, which are tried first. */
  private static final int FEW = 1_000;

  private final ExplorePlan plan;
  private final Source source;
  private final ScenarioRun.Runner runner;
  private final BooleanSupplier isInterrupted;
  private final Finding wanted;
  private final long enough;
  private final Set<Map<String, String>> tried = new HashSet<>();

  /**
   * Whether few deviations are enough in what is smallest so far: a smaller one with many is not.
   */
  private boolean areFewEnough;

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
    var choices = choices(scenario);
    var fewest = choices.of(deviations);
    var showsAgain = choices.shows(fewest);
    runs += choices.runs();
    var all = new LinkedHashMap<>(given);
    all.putAll(overrides);
    return new Small(
        scenario,
        overrides,
        explored(scenario).told(all, fewest),
        runs,
        isInterrupted.getAsBoolean(),
        showsAgain);
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
      if (!tried.add(all)) {
        continue;
      }
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
    var choices = choices(scenario);
    var shown = choices.search(new FewStrategy(2, plan.lateness()), FEW);
    areFewEnough |= shown != null;
    if (shown == null && !areFewEnough) {
      var seed = Seeds.stream(plan.seed(), "smaller").nextLong();
      shown = choices.search(plan.strategy().begin(seed, plan), enough);
    }
    runs += choices.runs();
    return shown;
  }

  // The choices.

  private FewestChoices choices(Scenario scenario) {
    return new FewestChoices(explored(scenario), wanted, plan.lateness(), isInterrupted);
  }

  private ExploredScenario explored(Scenario scenario) {
    return ExploredScenario.known(runner, scenario, plan.orders());
  }
}
