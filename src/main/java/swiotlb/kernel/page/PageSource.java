package swiotlb.kernel.page;

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

  /**
   * Asks for contiguous pages of the CMA region: any number of them, the lowest that are free from
   * a multiple of the power of two on that covers them, of 4 MiB at most.
   *
   * @param pages how many, at least 1
   * @return their address, or null if they do not fit or there is no such region
   */
  default @Nullable Long allocateContiguous(int pages) {
    return null;
  }

  /**
   * Gives contiguous pages back.
   *
   * @throws IllegalArgumentException if just these were not handed out
   * @throws UnsupportedOperationException if contiguous pages are never handed out
   */
  default void freeContiguous(long address, int pages) {
    throw new UnsupportedOperationException("this source of pages has no CMA region");
  }

  /** Free blocks by zone and order; no zone if they are not known. */
  default FreeBlocks freeBlocks() {
    return FreeBlocks.NONE;
  }
}
