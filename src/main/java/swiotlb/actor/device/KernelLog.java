package swiotlb.actor.device;

import swiotlb.actor.pool.MapClient;
import swiotlb.kernel.slot.DeviceLimits;

/** What the kernel logs when a mapping fails. */
final class KernelLog {
  private KernelLog() {}

  static String line(Mapping mapping, DeviceLimits limits, MapClient.MapFailed failure) {
    return switch (failure.reason()) {
      case NO_MEMORY ->
          "Can not allocate SWIOTLB buffer earlier and can't now provide you with the DMA bounce"
              + " buffer";
      case NOT_REACHABLE -> unreachable(mapping, limits);
      default ->
          "swiotlb buffer is full (sz: %d bytes), total %d (slots), used %d (slots)"
              .formatted(mapping.demand().allocBytes(), failure.totalSlots(), failure.usedSlots());
    };
  }

  private static String unreachable(Mapping mapping, DeviceLimits limits) {
    return "%s addr 0x%x+%d overflow (mask %x, bus limit %x)."
        .formatted(
            mapping.isBounced() ? "swiotlb" : "DMA",
            mapping.isBounced() ? mapping.bounceAddress() : mapping.demand().originalAddress(),
            mapping.demand().sizeBytes(),
            limits.dmaMask(),
            limits.busDmaLimit());
  }
}
