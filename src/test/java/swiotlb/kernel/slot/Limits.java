package swiotlb.kernel.slot;

/** Limits of devices, for tests. */
public final class Limits {
  private Limits() {}

  /** A device that reaches so far, without further demands. */
  public static DeviceLimits upTo(long dmaMask) {
    return new DeviceLimits(dmaMask, 0, 0, DeviceLimits.NONE.segBoundaryMask());
  }
}
