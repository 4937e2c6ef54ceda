package swiotlb.actor.device;

import swiotlb.kernel.slot.PoolGeometry;

/**
 * What the CPU pays around a device's mappings, and how fast the device is.
 *
 * @param copyPerKibNs copying 1 KiB between buffer and bounce buffer
 * @param syncNs fixed part of a copy
 * @param poolStepNs passing one pool in the search for the pool of an address
 * @param interruptNs for how long an interrupt has its CPU before it completes a request
 * @param serviceNs latency of the device for one request
 * @param transferPerKibNs time for which 1 KiB occupies the device's link
 * @param warm copies into bounce buffers that are still in the caches
 * @param service how that latency varies
 */
public record DeviceCosts(
    double copyPerKibNs,
    long syncNs,
    long poolStepNs,
    long interruptNs,
    long serviceNs,
    double transferPerKibNs,
    WarmCosts warm,
    ServiceTimes service) {
  /** Where the work itself takes the time, as with real threads. */
  public static final DeviceCosts FREE = new DeviceCosts(0, 0, 0, 0, 0, 0);

  /** All copies cost the same, and the device is always as fast. */
  public DeviceCosts(
      double copyPerKibNs,
      long syncNs,
      long poolStepNs,
      long interruptNs,
      long serviceNs,
      double transferPerKibNs) {
    this(
        copyPerKibNs,
        syncNs,
        poolStepNs,
        interruptNs,
        serviceNs,
        transferPerKibNs,
        WarmCosts.NONE,
        ServiceTimes.CONSTANT);
  }

  /**
   * Bounce buffers that are still in the caches of the CPU that copies into them: those of an area
   * that is small, since its slots are used in turn, and that is this CPU's alone.
   *
   * @param areaBytes the largest area of which the slots stay in the caches; 0: none do
   * @param leastAreas of a pool, so that each CPU has one of its own
   * @param copyPerKibNs copying 1 KiB into such a buffer
   */
  public record WarmCosts(long areaBytes, int leastAreas, double copyPerKibNs) {
    /** No buffer is. */
    public static final WarmCosts NONE = new WarmCosts(0, 0, 0);

    boolean isIn(PoolGeometry pool) {
      return pool.units().toBytes(pool.areaSlots()) <= areaBytes && pool.areas() >= leastAreas;
    }
  }

  long copyNs(long bytes) {
    return copyNs(bytes, copyPerKibNs);
  }

  /** A copy into the bounce buffer of a mapping. */
  long copyInNs(Mapping mapping, long bytes) {
    var isWarm = !mapping.isTransient() && warm.isIn(mapping.geometry());
    return copyNs(bytes, isWarm ? warm.copyPerKibNs : copyPerKibNs);
  }

  private long copyNs(long bytes, double perKibNs) {
    return syncNs + Math.round(bytes * perKibNs / 1024);
  }

  long transferNs(long bytes) {
    return Math.round(bytes * transferPerKibNs / 1024);
  }
}
