package swiotlb.study.conform.replay;

import java.util.TreeMap;
import swiotlb.actor.pool.Allocator;
import swiotlb.kernel.slot.FailureReason;

/** Counts what comes of a recorded workload; written by its one actor, read after its end. */
final class WorkloadTally {
  private final TreeMap<String, Long> failures = new TreeMap<>();
  private long maps;
  private long transientMaps;
  private long growths;
  private long nslabs;
  private long hiwater;
  private boolean hasEnded;

  void mapped(boolean isTransient) {
    maps++;
    if (isTransient) {
      transientMaps++;
    }
  }

  void failed(FailureReason reason) {
    failures.merge(reason.id(), 1L, Long::sum);
  }

  void ended(Allocator.State state) {
    hasEnded = true;
    nslabs = state.list().slots();
    hiwater = state.hiwaterSlots();
    growths = Math.max(0, state.pools().size() - 1);
  }

  /** Whether the workload came to its end. */
  boolean hasEnded() {
    return hasEnded;
  }

  WhatIf.Outcome outcome() {
    var failed = failures.values().stream().mapToLong(Long::longValue).sum();
    return new WhatIf.Outcome(
        maps, transientMaps, failed, new TreeMap<>(failures), growths, nslabs, hiwater);
  }
}
