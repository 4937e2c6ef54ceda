package swiotlb.cli;

import java.nio.file.Path;
import java.util.Optional;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.report.Quantities;
import swiotlb.study.run.RunObserver;

/** Whether counters over time were sampled at all. State of one simulation. */
final class Sampling implements RunObserver {
  private long samples;
  private long runs;
  private long longestNs;

  @Override
  public void sampled(Measured sample) {
    samples++;
  }

  @Override
  public boolean hearsSamples() {
    return true;
  }

  @Override
  public void runEnded(Measured run) {
    runs++;
    longestNs = Math.max(longestNs, run.get(RunFigures.VIRTUAL_NS));
  }

  /** Why a file of counters is empty, as a sentence, if it is and a run has ended. */
  Optional<String> none(Path file, long intervalNs) {
    return samples > 0 || runs == 0
        ? Optional.empty()
        : Optional.of(
            "%s: holds no sample, since no run was longer than %s and counters-interval is %s; set a shorter one"
                .formatted(file, Quantities.time(longestNs), Quantities.time(intervalNs)));
  }
}
