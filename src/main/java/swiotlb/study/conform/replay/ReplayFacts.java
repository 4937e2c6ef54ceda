package swiotlb.study.conform.replay;

import java.util.List;
import java.util.Map;
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
import swiotlb.kernel.text.Release;
import swiotlb.workload.ftrace.GrowthRecord;
import swiotlb.workload.ftrace.RecordedMapping;
import swiotlb.workload.ftrace.Recording;

/**
 * What is known of the recorded machine besides its mappings.
 *
 * @param isStatic whether the kernel has no dynamic pools
 * @param minAlignMasks by device, as far as its addresses tell
 * @param boundaryMasks segment boundary masks by device, where one explains more than none
 * @param isFromBoot whether no mapping came before the recorded ones: every search begins at the
 *     start of its area
 * @param losses where lines are missing, in their order
 */
record ReplayFacts(
    BootSizing boot,
    boolean isStatic,
    PoolGeometry defaultPool,
    Map<String, Long> minAlignMasks,
    Map<String, Long> boundaryMasks,
    boolean isFromBoot,
    List<Recording.Loss> losses) {

  /** Of devices without segment boundaries. */
  ReplayFacts(
      BootSizing boot,
      boolean isStatic,
      PoolGeometry defaultPool,
      Map<String, Long> minAlignMasks,
      boolean isFromBoot,
      List<Recording.Loss> losses) {
    this(boot, isStatic, defaultPool, minAlignMasks, Map.of(), isFromBoot, losses);
  }

  /** The same with the default pool elsewhere. */
  ReplayFacts at(long start, boolean fromBoot) {
    return new ReplayFacts(
        boot,
        isStatic,
        new PoolGeometry(start, boot.slots(), boot.areas()),
        minAlignMasks,
        boundaryMasks,
        fromBoot,
        losses);
  }

  /** The same with other masks. */
  ReplayFacts with(Map<String, Long> otherMasks) {
    return new ReplayFacts(
        boot, isStatic, defaultPool, otherMasks, boundaryMasks, isFromBoot, losses);
  }

  /** The same with other segment boundaries. */
  ReplayFacts within(Map<String, Long> otherMasks) {
    return new ReplayFacts(
        boot, isStatic, defaultPool, minAlignMasks, otherMasks, isFromBoot, losses);
  }

  /** The same of a kernel without dynamic pools. */
  ReplayFacts asStatic() {
    return new ReplayFacts(
        boot, true, defaultPool, minAlignMasks, boundaryMasks, isFromBoot, losses);
  }

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
        -1L,
        0,
        minAlignMasks.getOrDefault(device, 0L),
        boundaryMasks.getOrDefault(device, DeviceLimits.NONE.segBoundaryMask()));
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

  /** The lasting pool of before the recording in which an address lies; null: in none. */
  @Nullable PoolGeometry poolFromBefore(long address, List<GrowthRecord> growths) {
    if (defaultPool.contains(address)) {
      return defaultPool;
    }
    return growths.stream()
        .filter(g -> g.published() < 0 && g.pool().contains(address))
        .map(GrowthRecord::pool)
        .findFirst()
        .orElse(null);
  }

  /**
   * The kernel parameters that an operator names, as a release reads them.
   *
   * @throws InputException saying what would be right
   */
  static KernelParameters kernel(String cmdline, Release release) {
    try {
      return KernelParameters.parse(cmdline, release);
    } catch (IllegalArgumentException e) {
      throw new InputException("--cmdline", String.valueOf(e.getMessage()));
    }
  }

  /** The address of the first reserved slot of a recorded mapping in a lasting pool. */
  long firstSlotAddress(RecordedMapping mapping) {
    return mapping.address() - demandOf(mapping).offsetBytes();
  }
}
