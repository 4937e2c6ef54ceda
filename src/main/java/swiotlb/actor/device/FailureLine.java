package swiotlb.actor.device;

import java.util.Optional;
import swiotlb.actor.pool.MapClient;
import swiotlb.kernel.slot.Admission;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.KernelLog;

/** What the kernel logs when a mapping fails. */
final class FailureLine {
  private FailureLine() {}

  /** Which line it is; absent where the kernel says nothing. */
  static Optional<KernelLog> kind(Mapping mapping, DeviceSpec device, FailureReason reason) {
    return switch (reason) {
      case NO_MEMORY -> Optional.of(ofNoPool(device));
      case NOT_REACHABLE ->
          Optional.of(
              mapping.isBounced() ? KernelLog.BOUNCE_OUT_OF_REACH : KernelLog.BUFFER_OUT_OF_REACH);
      case MUST_NOT_BOUNCE ->
          Optional.of(KernelLog.BUFFER_OUT_OF_REACH)
              .filter(line -> goesByReach(device) && device.attributes().seesCaches());
      case SHARED_REFUSED -> Optional.empty();
      case COHERENT_POOL_EXHAUSTED -> Optional.of(KernelLog.COHERENT_EXHAUSTED);
      case COHERENT_REFUSED -> Optional.of(KernelLog.NO_PAGES);
      default -> Optional.of(KernelLog.FULL);
    };
  }

  /** A buffer would bounce, and there is no pool. */
  private static KernelLog ofNoPool(DeviceSpec device) {
    if (device.bouncing() == Admission.Bouncing.UNALIGNED) {
      return KernelLog.IOMMU_INACTIVE;
    }
    return goesByReach(device) ? KernelLog.BUFFER_OUT_OF_REACH : KernelLog.NO_POOL;
  }

  /** Neither forced nor behind an IOMMU: it is told of an address that is out of reach. */
  private static boolean goesByReach(DeviceSpec device) {
    return !device.attributes().isForced() && device.bouncing() != Admission.Bouncing.UNALIGNED;
  }

  /** The line of a kind, with its values. */
  static String of(
      KernelLog kind, Mapping mapping, DeviceSpec device, MapClient.MapFailed failure) {
    return switch (kind) {
      case BOUNCE_OUT_OF_REACH -> unreachable(kind, mapping.bounceAddress(), mapping, device);
      case BUFFER_OUT_OF_REACH ->
          unreachable(kind, mapping.demand().originalAddress(), mapping, device);
      case COHERENT_EXHAUSTED -> kind.line() + " for " + device.name();
      case NO_PAGES ->
          kind.line(Slots.orderOfPages(Slots.pagesOfBytes(mapping.demand().sizeBytes())));
      case FULL ->
          kind.line(mapping.demand().allocBytes(), failure.totalSlots(), failure.usedSlots());
      default -> kind.line();
    };
  }

  private static String unreachable(
      KernelLog kind, long address, Mapping mapping, DeviceSpec device) {
    var limits = device.limits();
    return kind.line(
        limits.busAddress(address),
        mapping.demand().sizeBytes(),
        limits.dmaMask(),
        limits.busDmaLimit());
  }
}
