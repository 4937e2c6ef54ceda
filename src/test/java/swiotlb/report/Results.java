package swiotlb.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import swiotlb.metrics.Latencies;
import swiotlb.metrics.RunResult;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;

/** Results made up for reports. */
final class Results {
  private Results() {}

  static Scenario scenario(Map<String, String> overrides) {
    return new ScenarioReader().read(Path.of("simulations/first-growth.conf"), overrides);
  }

  static RunResult quiet() {
    return run(Map.of(), List.of(), List.of(), List.of(), 0);
  }

  static RunResult run(
      Map<String, Long> failures,
      List<RunResult.GrowthEntry> growth,
      List<RunResult.RestrictedCounters> restricted,
      List<RunResult.KernelLine> log,
      long unlogged) {
    var latencies = new Latencies();
    latencies.record(1_500);
    return new RunResult(
        512,
        0,
        300,
        0,
        1000,
        1000,
        new TreeMap<>(failures),
        evidence(failures),
        7,
        3,
        growth.size(),
        64L << 20,
        latencies,
        500_000_000,
        4_321,
        growth,
        restricted,
        log,
        unlogged);
  }

  private static Map<String, RunResult.Evidence> evidence(Map<String, Long> failures) {
    var evidence = new TreeMap<String, RunResult.Evidence>();
    failures.forEach((reason, n) -> evidence.put(reason, new RunResult.Evidence(100, 512, 7)));
    return evidence;
  }
}
