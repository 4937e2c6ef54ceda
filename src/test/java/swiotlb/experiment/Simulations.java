package swiotlb.experiment;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import swiotlb.metrics.RunResult;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;

/** The scenarios of the project, for tests. */
final class Simulations {
  static final String[] ALL = {
    "first-growth", "load-spike", "restricted", "full-although-half-empty", "many-cpus-few-areas"
  };

  private Simulations() {}

  static Scenario scenario(String name, String... overrides) {
    Map<String, String> settings = new HashMap<>();
    for (var i = 0; i < overrides.length; i += 2) {
      settings.put(overrides[i], overrides[i + 1]);
    }
    return new ScenarioReader().read(Path.of("simulations", name + ".conf"), settings);
  }

  /** The one run of a scenario that must go well. */
  static RunResult run(Scenario scenario) {
    var outcome = ScenarioRun.run(scenario, ScenarioRun.Options.plain());
    if (!outcome.ending().isGood() || outcome.runs().size() != 1) {
      throw new AssertionError(scenario.name() + " came to " + outcome);
    }
    return outcome.runs().get(0);
  }
}
