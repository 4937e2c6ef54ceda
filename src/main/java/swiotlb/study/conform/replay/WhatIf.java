package swiotlb.study.conform.replay;

import java.util.Map;
import java.util.OptionalLong;
import swiotlb.input.InputException;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.text.BootSizing;
import swiotlb.time.Choices;
import swiotlb.time.VirtualTime;
import swiotlb.workload.ftrace.Recording;

/**
 * A recording as a workload for another configuration: its requests at their times, each held as
 * long as it was, and each bounced, with or without force; where they come to lie is all that
 * changes.
 */
public final class WhatIf {
  private static final long POOL_START = 0x7000_0000L;
  private static final long DEFAULT_WORKER_DELAY_NS = 1_000_000;

  /**
   * What came of a workload under a configuration.
   *
   * @param failures of mappings, by reason
   */
  public record Outcome(
      long maps,
      long transientMaps,
      long failedMaps,
      Map<String, Long> failures,
      long growths,
      long nslabs,
      long hiwater) {}

  private WhatIf() {}

  /** The time from queueing the growth work to its pool: the median of the recorded ones. */
  public static long workerDelayNs(Recording recording) {
    var delays =
        recording.growths().stream()
            .mapToLong(g -> g.delayNs())
            .filter(d -> d >= 0)
            .sorted()
            .toArray();
    return delays.length == 0 ? DEFAULT_WORKER_DELAY_NS : delays[delays.length / 2];
  }

  /**
   * Runs the workload of a recording.
   *
   * @param cmdline of the kernel to try
   * @throws InputException if the command line cannot be used
   */
  public static Outcome run(Recording recording, String cmdline, OptionalLong workerDelayNs) {
    var kernel = ReplayFacts.kernel(cmdline);
    if (kernel.swiotlb().noforce()) {
      throw new InputException(
          "--cmdline", "noforce leaves no bounce buffers, and every recorded mapping needs one");
    }
    var boot = BootSizing.atBoot(kernel.swiotlb(), recording.cpus(), 0, Long.MAX_VALUE);
    var masks = ReplayFacts.minAlignMasksOf(recording.mappings());
    var facts =
        new ReplayFacts(
            boot,
            new PoolGeometry(POOL_START, Math.max(1, boot.slots()), Math.max(1, boot.areas())),
            masks);
    var tally = new WorkloadTally();
    try (var time = new VirtualTime(Choices.inOrder(), null)) {
      time.start(
          timeline ->
              RecordedWorkload.create(
                  recording.mappings(),
                  facts,
                  workerDelayNs.orElse(workerDelayNs(recording)),
                  timeline,
                  tally),
          "what-if");
      time.run();
    }
    if (!tally.hasEnded()) {
      throw new IllegalStateException("the recorded workload did not come to its end");
    }
    return tally.outcome();
  }
}
