package swiotlb.study.advise;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import swiotlb.kernel.text.SwiotlbParameter;
import swiotlb.scenario.Scenario;

/** A workload whose machine is read once for each boot, however many of it run. */
final class BootedOnce implements Workload {
  private final Workload workload;
  private final Map<Boot, Scenario> booted = new ConcurrentHashMap<>();

  BootedOnce(Workload workload) {
    this.workload = workload;
  }

  @Override
  public String name() {
    return workload.name();
  }

  @Override
  public Scenario booted(Boot boot) {
    return booted.computeIfAbsent(boot, workload::booted);
  }

  @Override
  public String device(String name) {
    return workload.device(name);
  }

  @Override
  public boolean isDynamic() {
    return workload.isDynamic();
  }

  @Override
  public SwiotlbParameter words() {
    return workload.words();
  }

  @Override
  public double patience() {
    return workload.patience();
  }

  @Override
  public List<String> assumed() {
    return workload.assumed();
  }
}
