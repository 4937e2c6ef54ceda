package swiotlb.actor.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.AllocatorName;
import swiotlb.actor.pool.Pool;

/**
 * What must hold when everything has come to rest, recomputed from the areas' own bitmaps: no slot
 * has two owners, no two pools share memory, owners and free runs agree, the counters are the sums
 * over the areas, after the last unmap nothing is in use, and after each request for growth the
 * worker has begun once more. A restricted allocator has the one pool it began with.
 *
 * @param allocators by name
 * @param pools of all of them
 * @param leakedSlots by allocator, those whose unmap was forgotten; absent: none
 */
public record Invariants(
    Map<String, Allocator.State> allocators,
    List<Pool.State> pools,
    Map<String, Long> leakedSlots) {

  /** What does not hold, in words. */
  public List<String> broken() {
    var broken = new ArrayList<String>();
    for (var pool : pools) {
      for (var area : pool.areas()) {
        if (!area.inconsistency().isEmpty()) {
          broken.add(
              "pool "
                  + pool.number()
                  + ", areas from "
                  + area.firstArea()
                  + ": "
                  + area.inconsistency());
        }
      }
    }
    allocators.forEach((name, state) -> check(name, state, broken));
    checkRanges(broken);
    return broken;
  }

  private void checkRanges(List<String> broken) {
    for (var one : pools) {
      for (var other : pools) {
        if (one.number() < other.number() && one.geometry().overlaps(other.geometry())) {
          broken.add("pools " + one.number() + " and " + other.number() + " share memory");
        }
      }
    }
  }

  private void check(String name, Allocator.State state, List<String> broken) {
    var numbers = state.list().newestFirst().stream().map(e -> e.number()).toList();
    var inAreas =
        pools.stream()
            .filter(p -> numbers.contains(p.number()))
            .flatMap(p -> p.areas().stream())
            .flatMap(a -> a.usedSlots().stream())
            .mapToLong(Integer::longValue)
            .sum();
    if (inAreas + state.transientSlots() != state.usedSlots()) {
      broken.add(
          name
              + " counts "
              + state.usedSlots()
              + " slots in use, its areas hold "
              + inAreas
              + " and its transient pools "
              + state.transientSlots());
    }
    var leaked = leakedSlots.getOrDefault(name, 0L);
    if (state.usedSlots() != leaked) {
      broken.add(
          "%s has %d slots in use after the last unmap, %d of them leaked"
              .formatted(name, state.usedSlots(), leaked));
    }
    if (state.isGrowthOwed() && !state.isGrowthQueued()) {
      broken.add(name + " has a request for growth that no worker ever took up");
    }
    if (!AllocatorName.ofActor(name).isDefault() && state.pools().size() > 1) {
      broken.add(name + " has grown to " + state.pools().size() + " pools");
    }
  }
}
