package swiotlb.study.advise;

import java.util.Map;
import java.util.Optional;
import swiotlb.study.run.ScenarioRun;
import swiotlb.study.work.Workbench;

/** Where machines of a workload are tried for somebody who advises elsewhere. */
public final class TrialBench implements Workbench {
  private final Machines machines;

  /** Of a workload that is the same as there. */
  public TrialBench(Workload workload) {
    var once = new BootedOnce(workload);
    var unsized = once.booted(new Boot(Optional.empty(), once.isDynamic(), Map.of()));
    machines = new Machines(once, CostRanges.of(unsized), unsized.seed(), () -> false);
  }

  @Override
  public byte[] run(String text, ScenarioRun.Runner runner) {
    return TrialWork.run(machines, text, runner);
  }
}
