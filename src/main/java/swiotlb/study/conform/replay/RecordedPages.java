package swiotlb.study.conform.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.page.PageSource;
import swiotlb.kernel.page.PlentifulMemory;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;

/**
 * The pages of a recorded machine: for growth those that it got, for transient pools some from far
 * above, since where those lay does not matter. Not thread-safe.
 */
final class RecordedPages implements PageSource {
  private static final long FAR_ABOVE = 1L << 46;

  private final PlentifulMemory memory = new PlentifulMemory(1L << 40, Zone.DMA_LIMIT, List.of());
  private @Nullable PoolGeometry forGrowth;
  private boolean refusesNext;

  void giveForGrowth(PoolGeometry recorded) {
    forGrowth = recorded;
  }

  void refuseNext(boolean refuses) {
    refusesNext = refuses;
  }

  @Override
  public @Nullable Long allocate(int order, Zone zone, boolean mayWait) {
    if (mayWait) {
      return forGrowth == null || order > Slots.pageOrder(forGrowth.slots())
          ? null
          : (Long) forGrowth.start();
    }
    if (refusesNext) {
      return null;
    }
    var at = memory.allocate(order, Zone.NORMAL, false);
    return at == null ? null : (Long) (at + FAR_ABOVE);
  }

  @Override
  public void free(long address, int order) {
    if (address >= FAR_ABOVE) {
      memory.free(address - FAR_ABOVE, order);
    }
  }
}
