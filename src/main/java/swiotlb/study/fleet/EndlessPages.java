package swiotlb.study.fleet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import swiotlb.kernel.page.PageSource;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.Slots;

/** Pages that can always be had, as of a machine with much free memory. Not thread-safe. */
final class EndlessPages implements PageSource {
  private static final long START = 1L << 40;

  private final Map<Integer, Deque<Long>> free = new TreeMap<>();
  private long next = START;

  @Override
  public Long allocate(int order, Zone zone, boolean mayWait) {
    var given = free.computeIfAbsent(order, o -> new ArrayDeque<>()).poll();
    if (given != null) {
      return given;
    }
    var bytes = (long) Slots.PAGE_BYTES << order;
    var address = (next + bytes - 1) & -bytes;
    next = address + bytes;
    return address;
  }

  @Override
  public void free(long address, int order) {
    free.computeIfAbsent(order, o -> new ArrayDeque<>()).push(address);
  }
}
