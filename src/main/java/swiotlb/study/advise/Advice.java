package swiotlb.study.advise;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How large pools must be.
 *
 * @param workload whose they are
 * @param bounds known before anything ran
 * @param own of the kernel that the workload names; absent if there is no size
 * @param other the same of one that is built the other way; absent if there is no size, or no such
 *     kernel on this machine
 * @param unbounded why no size is large enough; absent if one is
 * @param withoutPool whether no size makes a default pool on this machine
 * @param restricted devices with pools of their own, which no parameter sizes
 * @param unsized what the kernel has where nothing is written came to, once
 * @param costs what was drawn
 * @param machines all that ran
 */
public record Advice(
    Workload workload,
    Objectives objectives,
    long seed,
    Bounds bounds,
    Optional<KernelAdvice> own,
    Optional<KernelAdvice> other,
    Optional<Unbounded> unbounded,
    boolean withoutPool,
    Set<String> restricted,
    SizePoint unsized,
    CostRanges costs,
    int machines,
    List<String> remarks) {

  /** Immutable from the start. */
  public Advice {
    restricted = Set.copyOf(restricted);
    remarks = List.copyOf(remarks);
  }

  /** Whether there is a size that meets all that was asked for. */
  public boolean isGood() {
    if (withoutPool) {
      return unsized.failed().isEmpty();
    }
    return own.isPresent() && isGood(own.get());
  }

  private boolean isGood(KernelAdvice kernel) {
    return kernel.beyondHelp().isEmpty()
        && kernel.leftOut().keySet().stream().noneMatch(this::isAsked);
  }

  /** Whether an objective is asked for, or counts without that. */
  public boolean isAsked(String objective) {
    return !objective.equals(Judged.P99_MAP) || objectives.p99IsAsked();
  }
}
