package swiotlb.study.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Pool;
import swiotlb.actor.pool.Throttle;
import swiotlb.figures.CoherentFigures;
import swiotlb.figures.Measured;
import swiotlb.figures.SharedMemoryFigures;
import swiotlb.figures.Sums;
import swiotlb.figures.ThrottleFigures;
import swiotlb.kernel.slot.Slots;

/**
 * What the actors of a machine say of themselves when all is at rest; gathered answer by answer.
 */
final class AtRest {
  private final Map<String, Allocator.State> allocators = new TreeMap<>();
  private final Map<Integer, Pool.State> pools = new TreeMap<>();
  private Encryption.@Nullable State encryption;
  private AtomicPool.@Nullable State atomicPool;
  private Throttle.@Nullable State throttle;
  private String buddyinfo = "";

  void add(Allocator.State state) {
    allocators.put(state.allocator().path().name(), state);
  }

  void add(Pool.State state) {
    pools.put(state.number(), state);
  }

  void add(Encryption.State state) {
    encryption = state;
  }

  void add(AtomicPool.State state) {
    atomicPool = state;
  }

  void add(PageAllocator.State state) {
    buddyinfo = state.buddyinfo();
  }

  void add(Throttle.State state) {
    throttle = state;
  }

  /** Absent where nothing is throttled. */
  Optional<Measured> throttle() {
    return Optional.ofNullable(throttle)
        .map(
            t ->
                ThrottleFigures.ALL
                    .measure()
                    .put(ThrottleFigures.HIGH, t.high())
                    .put(ThrottleFigures.LOW, t.low())
                    .put(ThrottleFigures.WAITED, t.waited())
                    .put(ThrottleFigures.WAIT_NS, t.waitNs())
                    .put(ThrottleFigures.LONGEST_WAIT_NS, t.longestWaitNs())
                    .put(ThrottleFigures.MOST_WAITING, t.mostWaiting())
                    .put(ThrottleFigures.FOR_EVER, t.starved())
                    .put(ThrottleFigures.KEPT_BY, t.forgotten())
                    .build());
  }

  /** By name, in order. */
  Map<String, Allocator.State> allocators() {
    return allocators;
  }

  /** In the order of their numbers. */
  List<Pool.State> pools() {
    return List.copyOf(pools.values());
  }

  String buddyinfo() {
    return buddyinfo;
  }

  /** Absent where memory is encrypted, or there are none. */
  Optional<Measured> coherentPools() {
    var pool = atomicPool;
    if (encryption != null || pool == null || pool.totalBytes() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        CoherentFigures.ALL
            .measure()
            .put(CoherentFigures.POOL_BYTES, pool.totalBytes())
            .put(CoherentFigures.HIWATER_BYTES, pool.hiwaterBytes())
            .put(CoherentFigures.REFUSED, pool.refused())
            .put(CoherentFigures.EXPANSIONS, pool.expansions())
            .build());
  }

  /** Absent where memory is not encrypted. */
  Optional<Measured> sharedMemory() {
    var e = encryption;
    var coherent = atomicPool;
    if (e == null || coherent == null) {
      return Optional.empty();
    }
    return Optional.of(
        SharedMemoryFigures.ALL
            .measure()
            .put(SharedMemoryFigures.SHARED_BYTES, Sums.times(e.sharedPages(), Slots.PAGE_BYTES))
            .put(SharedMemoryFigures.CALLS, e.calls())
            .put(SharedMemoryFigures.REFUSALS, e.refusals())
            .put(SharedMemoryFigures.SPENT_NS, e.spentNs())
            .put(SharedMemoryFigures.LEAKED_PAGES, e.leakedPages())
            .put(SharedMemoryFigures.COHERENT_BYTES, coherent.totalBytes())
            .put(SharedMemoryFigures.COHERENT_HIWATER_BYTES, coherent.hiwaterBytes())
            .put(SharedMemoryFigures.COHERENT_REFUSED, coherent.refused())
            .put(SharedMemoryFigures.COHERENT_EXPANSIONS, coherent.expansions())
            .build());
  }
}
