package swiotlb.study.conform.replay;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.workload.ftrace.GrowthRecord;

/**
 * Of which areas it is known where the next search begins. Of a machine that had run before nobody
 * knows; the first buffer that is recorded in an area tells. Where lines of a CPU were lost, its
 * searches have gone on, nobody knows how far. Not thread-safe.
 */
final class SearchStarts {
  private final ReplayFacts facts;

  /** By their starts. */
  private final Set<Long> knownAreas;

  private int nextLoss;

  SearchStarts(ReplayFacts facts) {
    this.facts = facts;
    this.knownAreas = new HashSet<>();
  }

  private SearchStarts(SearchStarts that) {
    this.facts = that.facts;
    this.knownAreas = new HashSet<>(that.knownAreas);
    this.nextLoss = that.nextLoss;
  }

  /** The same, independent from now on. */
  SearchStarts copy() {
    return new SearchStarts(this);
  }

  /** Whether lines were lost by now. */
  boolean hasLost() {
    return nextLoss > 0;
  }

  /** Whether the next lines that were lost were so before a position. */
  boolean losesBefore(long position) {
    var losses = facts.losses();
    return nextLoss < losses.size() && losses.get(nextLoss).position() < position;
  }

  /** Takes what was lost before a position. */
  void forgetUntil(long position, List<GrowthRecord> growths) {
    for (; losesBefore(position); nextLoss++) {
      var cpu = facts.losses().get(nextLoss).cpu();
      if (cpu < 0) {
        knownAreas.clear();
      } else {
        forgetAreaOf(cpu, facts.defaultPool());
        growths.forEach(g -> forgetAreaOf(cpu, g.pool()));
      }
    }
  }

  private void forgetAreaOf(int cpu, PoolGeometry pool) {
    knownAreas.remove(pool.addressOf(pool.areaFor(cpu, 0) * pool.areaSlots()));
  }

  /**
   * Takes a recorded buffer.
   *
   * @return whether it tells what was not known
   */
  boolean learn(Request m, List<GrowthRecord> growths) {
    if ((facts.isFromBoot() && !hasLost()) || !m.mapping().hasAddress()) {
      return false;
    }
    var address = m.firstSlotAddress();
    var pool = poolInDoubt(m, address, growths);
    if (pool == null) {
      return false;
    }
    var area = pool.areaOfSlot(pool.slotOf(address));
    return knownAreas.add(pool.addressOf(area * pool.areaSlots()));
  }

  private @Nullable PoolGeometry poolInDoubt(Request m, long address, List<GrowthRecord> growths) {
    return hasLost() ? facts.poolOf(m.mapping(), growths) : facts.poolFromBefore(address, growths);
  }

  /** Whether both know the same. */
  boolean knowsLike(SearchStarts that) {
    return knownAreas.equals(that.knownAreas);
  }
}
