package swiotlb.study.run;

import java.util.SplittableRandom;
import swiotlb.scenario.Scenario;
import swiotlb.time.Choices;
import swiotlb.time.ForwardedChoices;
import swiotlb.workload.Seeds;

/** Turns and delays of others, and faults at their rates, by the seed of a scenario. */
public final class SeededFaults extends ForwardedChoices {
  private final SplittableRandom random;

  private SeededFaults(Choices chosenBy, SplittableRandom random) {
    super(chosenBy);
    this.random = random;
  }

  /** Those of a scenario over other choices, which are kept where nothing fails. */
  public static Choices over(Choices others, Scenario scenario) {
    return scenario.faults().any()
        ? new SeededFaults(others, Seeds.stream(scenario.seed(), "faults"))
        : others;
  }

  @Override
  public boolean happens(String what, double probability) {
    return random.nextDouble() < probability;
  }
}
