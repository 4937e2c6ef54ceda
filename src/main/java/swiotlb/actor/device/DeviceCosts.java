package swiotlb.actor.device;

/**
 * What the CPU pays around a device's mappings, and how fast the device is.
 *
 * @param copyPerKibNs copying 1 KiB between buffer and bounce buffer
 * @param syncNs fixed part of a copy
 * @param poolStepNs passing one pool in the search for the pool of an address
 * @param interruptNs for how long an interrupt has its CPU before it completes a request
 * @param serviceNs latency of the device for one request
 * @param transferPerKibNs time for which 1 KiB occupies the device's link
 */
public record DeviceCosts(
    double copyPerKibNs,
    long syncNs,
    long poolStepNs,
    long interruptNs,
    long serviceNs,
    double transferPerKibNs) {
  /** Where the work itself takes the time, as with real threads. */
  public static final DeviceCosts FREE = new DeviceCosts(0, 0, 0, 0, 0, 0);

  long copyNs(long bytes) {
    return syncNs + Math.round(bytes * copyPerKibNs / 1024);
  }

  long transferNs(long bytes) {
    return Math.round(bytes * transferPerKibNs / 1024);
  }
}
