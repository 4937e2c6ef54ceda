package swiotlb.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import swiotlb.figures.AreaFigures;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.Latencies;
import swiotlb.figures.RunResult;
import swiotlb.figures.SharedMemoryFigures;
import swiotlb.figures.TimeSpent;
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
        990,
        10,
        64L << 20,
        latencies,
        500_000_000,
        4_321,
        17,
        "/allocator",
        growth,
        restricted,
        List.of(device("disk")),
        List.of(new AreaFigures(0, 0, 1000, 250, 70_000), new AreaFigures(0, 1, 10, 0, 0)),
        Optional.of(new SharedMemoryFigures(1L << 20, 3, 1, 4_000_000, 2, 1L << 19, 8192, 5, 1)),
        "Node 0, zone    DMA32      1      2",
        log,
        unlogged);
  }

  /** A run of the machine's parts alone. */
  static RunResult of(
      List<DeviceFigures> devices,
      List<AreaFigures> areas,
      Optional<SharedMemoryFigures> sharedMemory) {
    return new RunResult(
        512,
        0,
        300,
        0,
        1000,
        1000,
        Map.of(),
        Map.of(),
        7,
        3,
        0,
        990,
        10,
        64L << 20,
        new Latencies(),
        500_000_000,
        4_321,
        17,
        "/allocator",
        List.of(),
        List.of(),
        devices,
        areas,
        sharedMemory,
        "",
        List.of(),
        0);
  }

  static DeviceFigures device(String name) {
    return device(name, new TimeSpent(1_000, 2_000, 3_000, 0, 500, 10_000, 3_500, 0, 0));
  }

  static DeviceFigures device(String name, TimeSpent time) {
    var latencies = new Latencies();
    latencies.record(1_500);
    return new DeviceFigures(
        name,
        1000,
        3,
        7,
        20,
        990,
        10,
        64L << 20,
        32,
        128,
        32_000_000_000L,
        2,
        latencies,
        latencies,
        time);
  }

  private static Map<String, RunResult.Evidence> evidence(Map<String, Long> failures) {
    var evidence = new TreeMap<String, RunResult.Evidence>();
    failures.forEach((reason, n) -> evidence.put(reason, new RunResult.Evidence(100, 512, 7)));
    return evidence;
  }
}
