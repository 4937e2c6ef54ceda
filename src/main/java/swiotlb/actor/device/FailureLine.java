package swiotlb.actor.device;

import swiotlb.actor.pool.MapClient;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.KernelLog;

/** What the kernel logs when a mapping fails. */
final class FailureLine {
  private FailureLine() {}

  static String of(Mapping mapping, DeviceSpec device, MapClient.MapFailed failure) {
    return switch (failure.reason()) {
      case NO_MEMORY -> KernelLog.NO_POOL.line();
      case NOT_REACHABLE -> unreachable(mapping, device.limits());
      case COHERENT_POOL_EXHAUSTED -> KernelLog.COHERENT_EXHAUSTED.line() + " for " + device.name();
      case COHERENT_REFUSED ->
          KernelLog.NO_PAGES.line(Slots.pageOrder(Slots.ofBytes(mapping.demand().sizeBytes())));
      default ->
          KernelLog.FULL.line(
              mapping.demand().allocBytes(), failure.totalSlots(), failure.usedSlots());
    };
  }

  private static String unreachable(Mapping mapping, DeviceLimits limits) {
    var line = mapping.isBounced() ? KernelLog.BOUNCE_OUT_OF_REACH : KernelLog.BUFFER_OUT_OF_REACH;
    var address =
        mapping.isBounced() ? mapping.bounceAddress() : mapping.demand().originalAddress();
    return line.line(
        limits.busAddress(address),
        mapping.demand().sizeBytes(),
        limits.dmaMask(),
        limits.busDmaLimit());
  }
}
