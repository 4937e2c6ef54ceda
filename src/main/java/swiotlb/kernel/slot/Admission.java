package swiotlb.kernel.slot;

import org.jspecify.annotations.Nullable;

/** What is decided about a mapping before any area is searched (specification, section 3). */
public final class Admission {

  /** When a device's buffers are bounced. */
  public enum Bouncing {
    /** Always: {@code swiotlb=force}, or a device with a restricted pool. */
    ALWAYS,
    /** Only buffers that the device does not reach. */
    OUT_OF_REACH,
    /** Never: {@code swiotlb=noforce}. */
    NEVER,
    /**
     * Buffers that do not fill whole granules of an IOMMU that does not trust the device, whatever
     * {@code swiotlb=} says; the device sees addresses of the IOMMU, so that it reaches any slot.
     */
    UNALIGNED,
    /** Never, and the device can use no buffer as it is: {@code noforce} in encrypted memory. */
    UNABLE
  }

  /** What becomes of a buffer. */
  public enum Way {
    /** It gets a bounce buffer. */
    BOUNCE,
    /** The device uses it as it is. */
    DIRECT,
    /** The device cannot use it, and may not bounce. */
    UNREACHABLE
  }

  private Admission() {}

  /**
   * Whether a buffer is bounced.
   *
   * @param allocAlignMask granule less one of an IOMMU that does not trust the device, else 0
   */
  public static Way way(
      Bouncing bouncing,
      DeviceLimits limits,
      long allocAlignMask,
      long originalAddress,
      long sizeBytes) {
    if (bouncing == Bouncing.UNALIGNED) {
      return ((originalAddress | sizeBytes) & allocAlignMask) == 0 ? Way.DIRECT : Way.BOUNCE;
    }
    if (bouncing == Bouncing.ALWAYS) {
      return Way.BOUNCE;
    }
    if (bouncing == Bouncing.UNABLE) {
      return Way.UNREACHABLE;
    }
    if (limits.reaches(originalAddress, sizeBytes)) {
      return Way.DIRECT;
    }
    return bouncing == Bouncing.NEVER ? Way.UNREACHABLE : Way.BOUNCE;
  }

  /**
   * Why a demand is refused without a search, or null if it is not. An allocator without slots
   * comes before a demand that is too large; neither queues any work.
   *
   * @param allocatorSlots slots of all lasting pools of the device's allocator
   */
  public static @Nullable FailureReason refusal(long allocatorSlots, Demand demand) {
    if (allocatorSlots == 0) {
      return FailureReason.NO_MEMORY;
    }
    return demand.tooLarge() ? FailureReason.TOO_LARGE : null;
  }
}
