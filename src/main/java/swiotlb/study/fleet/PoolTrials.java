package swiotlb.study.fleet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import swiotlb.kernel.bare.Answer;
import swiotlb.kernel.bare.BareAllocator;
import swiotlb.kernel.page.NoPages;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.kernel.slot.Slots;
import swiotlb.study.advise.SearchStarts;
import swiotlb.study.fleet.MachineNeed.Trial;

/**
 * Whether pools take a recorded load, fragmentation included: the allocator without actors is asked
 * for the mappings in their order, and gets them back when they were given back. Pools are tried
 * from several slots on, as a kernel that has booted has searched its areas before. Not
 * thread-safe.
 */
final class PoolTrials {
  /** Machines of which each begins to search its areas elsewhere; the first at their beginnings. */
  static final int STARTS = 8;

  /** So many pools in a row that refuse nothing, and larger ones are not tried. */
  private static final int ENOUGH_SERVED = 2;

  private static final long SEED = 1;
  private static final long POOL_START = 64L << 20;

  private final RecordedLoad load;
  private final long workerDelayNs;
  private final SlotUnits units;
  private final Map<Pool, Trial> done = new HashMap<>();

  /** A pool as it was booted. */
  record Pool(int slots, int areas) {}

  /**
   * Of a load.
   *
   * @param workerDelayNs from a request for growth to the new pool
   */
  PoolTrials(RecordedLoad load, long workerDelayNs, SlotUnits units) {
    this.load = load;
    this.workerDelayNs = workerDelayNs;
    this.units = units;
  }

  /** How the load fits a pool. Ask for the smaller ones first. */
  Trial trial(Pool pool) {
    return done.computeIfAbsent(pool, this::run);
  }

  private Trial run(Pool pool) {
    if (isServed(pool)) {
      return new Trial(pool.slots, pool.areas, false, 0, 0, pool.slots);
    }
    for (var machine = 1; machine <= STARTS; machine++) {
      var failed = failedOf(allocator(pool, true, machine));
      if (failed > 0) {
        var growing = allocator(pool, false, machine);
        var transients = transientsOf(growing);
        return new Trial(pool.slots, pool.areas, true, failed, transients, growing.slots());
      }
    }
    return new Trial(pool.slots, pool.areas, true, 0, 0, pool.slots);
  }

  /** Whether the two next smaller ones of as many areas refuse nothing. */
  private boolean isServed(Pool pool) {
    var smaller =
        done.values().stream()
            .filter(trial -> trial.areas() == pool.areas && trial.slots() < pool.slots)
            .sorted((a, b) -> Integer.compare(b.slots(), a.slots()))
            .limit(ENOUGH_SERVED)
            .toList();
    return smaller.size() == ENOUGH_SERVED && smaller.stream().allMatch(Trial::serves);
  }

  private BareAllocator allocator(Pool pool, boolean isStatic, int machine) {
    var allocator =
        new BareAllocator(
            new BareAllocator.Settings(
                isStatic, pool.slots, pool.areas, Slots.MAX_PAGE_ORDER, -1L, Zone.DMA_LIMIT, units),
            !isStatic);
    allocator.addPool(0, new PoolGeometry(POOL_START, pool.slots, pool.areas, units));
    if (machine > 1) {
      var first = allocator.pools().get(0);
      var starts = SearchStarts.of(first.geometry(), SEED, machine);
      for (var area = 0; area < pool.areas; area++) {
        first.ownerOfArea(area).searchFrom(area, starts.get(area));
      }
    }
    return allocator;
  }

  /** Mappings that are refused without dynamic pools. */
  private long failedOf(BareAllocator allocator) {
    var failed = 0L;
    for (var step : load.steps()) {
      var request = load.requests().get(step.request());
      if (!step.isMap()) {
        if (allocator.buffer(request.id()) != null) {
          allocator.unmap(request.id());
        }
      } else if (!(allocator.map(request, NoPages.NONE) instanceof Answer.Mapped)) {
        failed++;
      }
    }
    return failed;
  }

  /** Mappings that get a pool of their own while the worker adds pools. */
  private long transientsOf(BareAllocator allocator) {
    var pages = new EndlessPages();
    var transients = 0L;
    var pools = 0;
    var poolAtNs = Long.MAX_VALUE;
    for (var step : load.steps()) {
      if (poolAtNs <= step.atNs()) {
        allocator.startWorker();
        var pool = allocator.askForPool(pages);
        allocator.endWorker();
        if (pool != null) {
          allocator.addPool(++pools, pool);
        }
        poolAtNs = Long.MAX_VALUE;
      }
      var request = load.requests().get(step.request());
      if (step.isMap()) {
        var answer = allocator.map(request, pages);
        if (answer.growth() == Answer.Growth.QUEUED) {
          poolAtNs = step.atNs() + workerDelayNs;
        }
        transients +=
            answer instanceof Answer.Mapped mapped && mapped.buffer().isTransient() ? 1 : 0;
      } else if (allocator.buffer(request.id()) != null) {
        allocator.unmap(request.id());
        allocator.endGracePeriod(pages);
      }
    }
    return transients;
  }

  /** Trials of pools, from the smallest on, in the order in which they are given. */
  List<Trial> trials(List<Pool> pools) {
    pools.stream()
        .distinct()
        .sorted((a, b) -> Integer.compare(a.slots, b.slots))
        .forEach(this::trial);
    return pools.stream().map(this::trial).toList();
  }
}
