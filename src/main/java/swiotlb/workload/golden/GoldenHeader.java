package swiotlb.workload.golden;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.PoolGeometry;

/**
 * The first line of a golden trace.
 *
 * @param name of the case
 * @param machine null in a file of boot sizings
 * @param restricted pools for one device each
 * @param devices by their ids, in the order of the file
 */
public record GoldenHeader(
    String name,
    @Nullable Machine machine,
    List<Restricted> restricted,
    Map<String, Device> devices) {

  /**
   * The allocator after set-up.
   *
   * @param boot what decides the size of the default pool
   * @param defaultPool null if there is none
   * @param staticBuild a kernel without dynamic pools
   * @param mayGrow whether the allocator may add pools
   * @param physLimit the highest address of dynamic pools
   * @param deferredGrace transient memory returns at the next {@code rcu} line only
   */
  public record Machine(
      GoldenOp.BootInput boot,
      @Nullable PoolGeometry defaultPool,
      boolean staticBuild,
      boolean mayGrow,
      int defaultSlots,
      int defaultAreas,
      long physLimit,
      int maxPageOrder,
      long dmaZoneLimit,
      boolean deferredGrace) {}

  /** A restricted pool, an allocator of its own. */
  public record Restricted(String allocator, int pool, PoolGeometry geometry) {}

  /**
   * A device.
   *
   * @param allocator null: the default one
   * @param maxMapping what the kernel says is the largest mapping
   */
  public record Device(
      String id, DeviceLimits limits, @Nullable String allocator, long maxMapping) {}

  /**
   * The device of an operation.
   *
   * @param id null: the only one
   */
  public Device device(@Nullable String id) {
    var device = id == null ? devices.values().iterator().next() : devices.get(id);
    if (device == null) {
      throw new IllegalArgumentException("the header declares no device \"" + id + "\"");
    }
    return device;
  }
}
