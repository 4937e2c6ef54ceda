package swiotlb.study.conform.replay;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import swiotlb.study.conform.replay.ReplayTarget.Kind;
import swiotlb.study.conform.replay.ReplayTarget.Placement;

/**
 * Counts how mappings were decided. What was decided and what was taken over from the recording are
 * counted apart: an outcome that was taken over is none of the simulation. Not thread-safe.
 */
final class ReplayTally {
  private long compared;
  private long equalAtOnce;
  private long equalLater;
  private long learned;
  private Replay.@Nullable BeforeLoss beforeLoss;
  private long transientMaps;
  private long failedMaps;
  private long adoptedInPools;
  private long adoptedTransient;
  private long adoptedFailed;
  private long notAdopted;
  private @Nullable ReplayDivergence first;

  ReplayTally() {}

  private ReplayTally(ReplayTally that) {
    this.compared = that.compared;
    this.equalAtOnce = that.equalAtOnce;
    this.equalLater = that.equalLater;
    this.learned = that.learned;
    this.beforeLoss = that.beforeLoss;
    this.transientMaps = that.transientMaps;
    this.failedMaps = that.failedMaps;
    this.adoptedInPools = that.adoptedInPools;
    this.adoptedTransient = that.adoptedTransient;
    this.adoptedFailed = that.adoptedFailed;
    this.notAdopted = that.notAdopted;
    this.first = that.first;
  }

  ReplayTally copy() {
    return new ReplayTally(this);
  }

  /** A mapping whose outcome the recording tells. */
  void compares() {
    compared++;
  }

  void agreesAtOnce() {
    equalAtOnce++;
  }

  void agreesLater() {
    equalLater++;
  }

  /** A mapping that told where a search begins, and so agrees in any case. */
  void learns() {
    learned++;
  }

  /** Keeps the first one; of many trials nobody asks for the words of the others. */
  void diverges(Supplier<ReplayDivergence> divergence) {
    if (first == null) {
      first = divergence.get();
    }
  }

  /** Lines were lost here. */
  void loses(ReplayTarget.Counters counters) {
    if (beforeLoss == null) {
      beforeLoss = new Replay.BeforeLoss(compared, equal(), counters.hiwater());
    }
  }

  /** What the simulation decided for good; nothing for a mapping that it had no line to decide. */
  void decided(@Nullable Placement decision) {
    if (decision != null && decision.kind() == Kind.TRANSIENT) {
      transientMaps++;
    } else if (decision != null && decision.kind() == Kind.FAILED) {
      failedMaps++;
    }
  }

  /** What was taken over from the recording, against what had been decided. */
  void adopted(Kind recorded) {
    switch (recorded) {
      case POOL -> adoptedInPools++;
      case TRANSIENT -> adoptedTransient++;
      case FAILED -> adoptedFailed++;
    }
  }

  /** Recorded slots could not be taken over. */
  void couldNotAdopt() {
    notAdopted++;
  }

  /** Mappings decided as recorded, so far. */
  long equal() {
    return equalAtOnce + equalLater + learned;
  }

  /** Of these, those that told where a search begins. */
  long learned() {
    return learned;
  }

  ReplayScore score(ReplayTarget.Counters counters) {
    return new ReplayScore(
        compared,
        equalAtOnce,
        equalLater,
        learned,
        beforeLoss == null
            ? new Replay.BeforeLoss(compared, equal(), counters.hiwater())
            : beforeLoss,
        transientMaps,
        failedMaps,
        new Replay.Adopted(adoptedInPools, adoptedTransient, adoptedFailed, notAdopted),
        counters,
        first);
  }
}
