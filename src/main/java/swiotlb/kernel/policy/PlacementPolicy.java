package swiotlb.kernel.policy;

import java.util.Optional;

/** Where the memory of a bounce buffer comes from. */
public sealed interface PlacementPolicy {

  /** Slots of pools, as the kernel has it. */
  record Pools() implements PlacementPolicy {}

  /** Pages of its own for each buffer, from the page allocator; there are no pools. */
  record Direct() implements PlacementPolicy {}

  /**
   * Slots of pools, whose free pages are lent to others meanwhile.
   *
   * @param lentPercent of a hundred pages that are taken, how many hold what must be migrated first
   * @param migrationPerPageNs how long that takes
   * @param failingPerMille of a thousand migrations, how many fail
   */
  record Lending(int lentPercent, long migrationPerPageNs, int failingPerMille)
      implements PlacementPolicy {}

  /** Whether buffers have slots of pools. */
  default boolean usesPools() {
    return !(this instanceof Direct);
  }

  /** What is lent, if anything is. */
  default Optional<Lending> lending() {
    return this instanceof Lending lending ? Optional.of(lending) : Optional.empty();
  }
}
