package swiotlb.study.advise;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.work.ThreadCrew;

/** Workloads of scenarios that stand in tests. */
final class Workloads {
  private Workloads() {}

  static ScenarioWorkload of(String text) {
    return new ScenarioWorkload(
        settings -> new ScenarioReader().read("tried", text, settings), Map.of(), List.of());
  }

  static Scenario unsized(String text) {
    var workload = of(text);
    return workload.booted(new Boot(Optional.empty(), workload.isDynamic(), Map.of()));
  }

  static Advice advice(String text, Objectives objectives) {
    return Advising.of(
        of(text), objectives, 0, () -> new ThreadCrew(2), () -> false, warning -> {});
  }
}
