package swiotlb.study.conform.replay;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;
import swiotlb.kernel.page.PoolQuest;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.BootSizing;
import swiotlb.kernel.text.KernelParameters;
import swiotlb.workload.ftrace.GrowthRecord;
import swiotlb.workload.ftrace.RecordedMapping;

/**
 * What is known of the recorded machine besides its mappings.
 *
 * @param minAlignMasks by device, as far as its addresses tell
 */
record ReplayFacts(BootSizing boot, PoolGeometry defaultPool, Map<String, Long> minAlignMasks) {
  private static final long SMALLEST_MASK = Slots.SLOT_BYTES / 4 - 1;

  /** What drivers ask for: 64 KiB, 16 KiB, a page, a slot and parts of it, each less one. */
  private static final long[] MASKS = {
    16 * Slots.PAGE_BYTES - 1,
    4 * Slots.PAGE_BYTES - 1,
    Slots.PAGE_BYTES - 1,
    Slots.SLOT_BYTES - 1,
    Slots.SLOT_BYTES / 2 - 1,
    SMALLEST_MASK
  };

  /** The size of a growth, if its first wish is granted. */
  PoolGeometry growthAt(long start) {
    var quest =
        PoolQuest.growth(
            boot.defaultSlots(), boot.defaultAreas(), Slots.MAX_PAGE_ORDER, -1L, Zone.DMA_LIMIT);
    quest.granted();
    quest.granted(start);
    quest.granted();
    return quest.geometry();
  }

  Demand demandOf(RecordedMapping mapping) {
    return Demand.ofBuffer(
        limits(mapping.device()), mapping.originalAddress(), mapping.sizeBytes(), 0);
  }

  DeviceLimits limits(String device) {
    return new DeviceLimits(
        -1L, 0, minAlignMasks.getOrDefault(device, 0L), DeviceLimits.NONE.segBoundaryMask());
  }

  /** The lasting pool in which a recorded address lies; null: it was transient. */
  @Nullable PoolGeometry poolOf(RecordedMapping mapping, List<GrowthRecord> growths) {
    if (defaultPool.contains(mapping.address())) {
      return defaultPool;
    }
    for (var growth : growths) {
      if (growth.pool().contains(mapping.address()) && growth.published() < mapping.end()) {
        return growth.pool();
      }
    }
    return null;
  }

  /**
   * The kernel parameters that an operator names.
   *
   * @throws InputException saying what would be right
   */
  static KernelParameters kernel(String cmdline) {
    try {
      return KernelParameters.parse(cmdline);
    } catch (IllegalArgumentException e) {
      throw new InputException("--cmdline", String.valueOf(e.getMessage()));
    }
  }

  /** The address of the first reserved slot of a recorded mapping in a lasting pool. */
  long firstSlotAddress(RecordedMapping mapping) {
    return mapping.address() - demandOf(mapping).offsetBytes();
  }

  /**
   * For each device the largest mask in which all its bounce addresses agree with the original
   * addresses, where some original address has such bits at all.
   */
  static Map<String, Long> minAlignMasksOf(Collection<RecordedMapping> mappings) {
    var masks = new TreeMap<String, Long>();
    for (var device : mappings.stream().map(RecordedMapping::device).distinct().toList()) {
      var own = mappings.stream().filter(m -> m.hasAddress() && m.device().equals(device)).toList();
      for (var mask : MASKS) {
        var agree = own.stream().allMatch(m -> ((m.address() ^ m.originalAddress()) & mask) == 0);
        var tells = own.stream().anyMatch(m -> (m.originalAddress() & mask & SMALLEST_MASK) != 0);
        if (agree && tells) {
          masks.put(device, mask);
          break;
        }
      }
    }
    return masks;
  }
}
