package swiotlb.study.advise;

import java.util.List;
import java.util.stream.IntStream;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.scenario.Scenario;
import swiotlb.workload.Seeds;

/**
 * Where the areas of a machine begin to search. A kernel that has booted has mapped buffers before,
 * and the search goes on behind the last of them: in the midst of a slot set, of which large
 * buffers then leave both ends empty. Thus a pool that just holds a load from its first slot on
 * refuses some of it from another one.
 */
public final class SearchStarts {
  private SearchStarts() {}

  /**
   * The same machine, whose areas each begin at a slot of their own.
   *
   * @param machine whose number decides, together with the seed, at which
   */
  static Scenario drawn(Scenario scenario, long seed, int machine) {
    return scenario
        .defaultPool()
        .map(pool -> scenario.withSearchFrom(of(pool, seed, machine)))
        .orElse(scenario);
  }

  /**
   * By area of a pool, the slot at which its first search begins, counted from the area's first
   * slot.
   *
   * @param machine whose number decides, together with the seed, at which
   */
  public static List<Integer> of(PoolGeometry pool, long seed, int machine) {
    return IntStream.range(0, pool.areas())
        .map(
            area ->
                Seeds.stream(seed, "search of area " + area + " of machine " + machine)
                    .nextInt(pool.areaSlots()))
        .boxed()
        .toList();
  }
}
