package swiotlb.study.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;

/** The scenarios of the project, for tests. */
final class Simulations {
  static final String[] ALL = {
    "confidential-spike",
    "first-growth",
    "fragmented-host",
    "full-although-half-empty",
    "load-spike",
    "many-cpus-few-areas",
    "mixed-devices",
    "nic-refill",
    "nvme-alignment",
    "recorded-disk",
    "restricted",
    "swiotlb-none",
    "untrusted-device"
  };

  /** An actor system for each thread of tests, not for each run. */
  private static final ThreadLocal<ScenarioRun.Runner> RUNNER =
      ThreadLocal.withInitial(ScenarioRun.Runner::new);

  private Simulations() {}

  /** A run on the engine that earlier runs of this thread have left. */
  static ScenarioRun.Outcome onOneEngine(Scenario scenario, ScenarioRun.Options options) {
    return RUNNER.get().run(scenario, options);
  }

  static Scenario scenario(String name, String... overrides) {
    Map<String, String> settings = new HashMap<>();
    settings.put("check-payload", "true");
    for (var i = 0; i < overrides.length; i += 2) {
      settings.put(overrides[i], overrides[i + 1]);
    }
    return new ScenarioReader().read(Path.of("simulations", name + ".conf"), settings);
  }

  /** Nothing but another order of what happens at one instant. */
  static ScenarioRun.Options scheduled(long seed) {
    var plain = ScenarioRun.Options.plain();
    return new ScenarioRun.Options(
        OptionalLong.of(seed),
        plain.jitter(),
        plain.sink(),
        plain.isInterrupted(),
        plain.progress(),
        plain.silence());
  }

  /** The one run of a scenario that must go well. */
  static Measured run(Scenario scenario) {
    return run(scenario, ScenarioRun.Options.plain());
  }

  /** The same with options. */
  static Measured run(Scenario scenario, ScenarioRun.Options options) {
    var runs = runs(scenario, options);
    if (runs.size() != 1) {
      throw new AssertionError(scenario.name() + " has " + runs.size() + " runs");
    }
    return runs.get(0);
  }

  /** All runs of a scenario, which must go well. */
  static List<Measured> runs(Scenario scenario, ScenarioRun.Options options) {
    var outcome = onOneEngine(scenario, options);
    if (!outcome.ending().isGood() || outcome.runs().size() != scenario.runs()) {
      throw new AssertionError(scenario.name() + " came to " + outcome);
    }
    return outcome.runs();
  }

  /** What a device of a run did. */
  static Measured device(Measured result, String name) {
    return result.get(RunFigures.DEVICES).stream()
        .filter(d -> d.get(DeviceFigures.DEVICE).equals(name))
        .findFirst()
        .orElseThrow();
  }
}
