package swiotlb.slot;

import org.jspecify.annotations.Nullable;

/** Where pages and small kernel objects come from: the state machine behind the page allocator. */
public interface PageSource {

  /**
   * Asks for a block of pages.
   *
   * @param order log2 of the number of pages
   * @param zone the highest zone that will do
   * @param mayWait whether the caller is in process context
   * @return the block's address, or null if it is refused
   */
  @Nullable Long allocate(int order, Zone zone, boolean mayWait);

  /** Gives a block back. */
  void free(long address, int order);

  /** Whether the descriptor of a pool can be had. */
  default boolean givesDescriptor() {
    return true;
  }

  /** Whether the table of a pool's slots can be had. */
  default boolean givesSlotTable() {
    return true;
  }
}
