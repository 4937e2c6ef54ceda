package swiotlb.study.explore;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.kernel.slot.Slots;
import swiotlb.time.Sent;

/**
 * Pages go back to the page allocator only when no bounce buffer lies in them: from the moment at
 * which a client hears of it to the unmap.
 */
final class MemoryInUse implements Law {
  private record Buffer(long start, long end) {}

  private final TreeMap<Long, Buffer> live = new TreeMap<>();

  @Override
  public @Nullable String broken(Sent sent) {
    var message = sent.message();
    if (message instanceof MapClient.Mapped mapped) {
      live.put(mapped.mapping(), buffer(mapped));
    } else if (message instanceof Area.Unmap unmap) {
      live.remove(unmap.mapping());
    } else if (message instanceof Area.Retract retract) {
      live.remove(retract.mapping());
    } else if (message instanceof PageAllocator.FreePages freed) {
      return broken(freed.address(), (long) Slots.PAGE_BYTES << freed.order());
    } else if (message instanceof PageAllocator.FreeContiguous freed) {
      return broken(freed.address(), (long) Slots.PAGE_BYTES * freed.pages());
    }
    return null;
  }

  private static Buffer buffer(MapClient.Mapped mapped) {
    var start = mapped.geometry().addressOf(mapped.slot());
    return new Buffer(start, start + mapped.geometry().units().slotBytes());
  }

  private @Nullable String broken(long address, long bytes) {
    for (var entry : live.entrySet()) {
      var buffer = entry.getValue();
      if (buffer.start < address + bytes && address < buffer.end) {
        return "pages from 0x%x are freed, although the bounce buffer of mapping %d lies there"
            .formatted(address, entry.getKey());
      }
    }
    return null;
  }
}
