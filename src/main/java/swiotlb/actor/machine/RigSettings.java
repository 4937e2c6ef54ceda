package swiotlb.actor.machine;

import java.util.List;
import java.util.Optional;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.PoolGeometry;

/**
 * The machine of a rig.
 *
 * @param defaultPool absent if there is none
 * @param staticBuild a kernel without dynamic pools
 * @param mayGrow whether the default allocator may add pools
 * @param physLimit the highest address of dynamic pools
 * @param graceOnCommand transient memory returns on command only
 * @param restricted allocators of one pool that never grow
 */
public record RigSettings(
    Optional<PoolGeometry> defaultPool,
    boolean staticBuild,
    boolean mayGrow,
    int defaultSlots,
    int defaultAreas,
    long physLimit,
    int maxPageOrder,
    long dmaZoneLimit,
    boolean graceOnCommand,
    List<Restricted> restricted,
    List<Device> devices) {

  /** Immutable from the start. */
  public RigSettings {
    restricted = List.copyOf(restricted);
    devices = List.copyOf(devices);
  }

  /** A restricted allocator with the number of its pool. */
  public record Restricted(String allocator, int pool, PoolGeometry geometry) {}

  /** A device and the allocator that it uses, {@link Rig#DEFAULT} or a restricted one. */
  public record Device(String name, DeviceLimits limits, String allocator) {}
}
