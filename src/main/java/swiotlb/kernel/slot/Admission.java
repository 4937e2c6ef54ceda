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
    /**
     * All that is not shared with the hypervisor, since the device does not reach it; nothing is
     * forced.
     */
    PRIVATE,
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
    UNREACHABLE,
    /** It would be bounced, and its driver forbids that. */
    MUST_NOT_BOUNCE,
    /** It is shared already, which the kernel refuses here. */
    SHARED_REFUSED
  }

  private Admission() {}

  /** Whether a device of such a kind ever bounces: not all that it cannot use is out of reach. */
  public static boolean bounces(Bouncing bouncing, Attributes attributes) {
    return bouncing != Bouncing.NEVER
        && bouncing != Bouncing.UNABLE
        && attributes.shared() != Attributes.Shared.AS_THEY_ARE;
  }

  /**
   * Whether a buffer with attributes is bounced.
   *
   * @param allocAlignMask granule less one of an IOMMU that does not trust the device, else 0
   * @param isWritten whether the device may write it
   */
  public static Way way(
      Bouncing bouncing,
      Attributes attributes,
      DeviceLimits limits,
      long allocAlignMask,
      long originalAddress,
      long sizeBytes,
      boolean isWritten) {
    var way =
        switch (attributes.shared()) {
          case NOT -> way(bouncing, limits, allocAlignMask, originalAddress, sizeBytes);
          case AS_THEY_ARE ->
              way(Bouncing.NEVER, limits, allocAlignMask, originalAddress, sizeBytes);
          case BY_REACH ->
              way(ofShared(bouncing), limits, allocAlignMask, originalAddress, sizeBytes);
          case REFUSED -> Way.SHARED_REFUSED;
        };
    if (way == Way.DIRECT
        && bouncing != Bouncing.UNALIGNED
        && bouncing != Bouncing.NEVER
        && attributes.bouncesSmall(sizeBytes, isWritten)) {
      way = Way.BOUNCE;
    }
    var isForbidden = way == Way.BOUNCE || !attributes.seesCaches();
    return attributes.requiresCoherent() && isForbidden ? Way.MUST_NOT_BOUNCE : way;
  }

  private static Bouncing ofShared(Bouncing bouncing) {
    return switch (bouncing) {
      case PRIVATE -> Bouncing.OUT_OF_REACH;
      case UNABLE -> Bouncing.NEVER;
      default -> bouncing;
    };
  }

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
    if (bouncing == Bouncing.ALWAYS || bouncing == Bouncing.PRIVATE) {
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
