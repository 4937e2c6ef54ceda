package swiotlb.actor.machine;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import swiotlb.actor.device.DeviceCosts;
import swiotlb.actor.device.DeviceSpec;
import swiotlb.actor.memory.CoherentAllocator;
import swiotlb.actor.memory.GracePeriod;
import swiotlb.actor.pool.AllocatorName;
import swiotlb.actor.pool.AreaCosts;
import swiotlb.actor.pool.GrowthCosts;
import swiotlb.actor.pool.PoolList;
import swiotlb.actor.pool.PoolRules;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.page.PageSource;
import swiotlb.kernel.policy.ChosenDesigns;
import swiotlb.kernel.slot.Admission;
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
  public record Restricted(String allocator, int pool, PoolGeometry geometry) {
    /** By its pool, since the name that it has comes from outside. */
    AllocatorName name() {
      return new AllocatorName(Integer.toString(pool));
    }
  }

  /** A device and the allocator that it uses, {@link Rig#DEFAULT} or a restricted one. */
  public record Device(String name, DeviceLimits limits, String allocator) {}

  /** A worker takes a moment, so that it is the caller who says when its pool is published. */
  private static final GrowthCosts A_MOMENT = new GrowthCosts(0, 0, 1, 0);

  /**
   * The machine, without costs and with a worker that runs on command.
   *
   * @throws IllegalArgumentException if a device names an allocator that is not declared
   */
  MachineSpec spec(PageSource pages) {
    var memory =
        new MachineSpec.Memory(
            pages,
            MemoryLayout.x86(0, dmaZoneLimit),
            graceOnCommand ? GracePeriod.ON_COMMAND : GracePeriod.NONE,
            Optional.empty(),
            Optional.empty(),
            0);
    var allocation =
        new MachineSpec.Allocation(
            new PoolList.SearchRounds(staticBuild, defaultAreas),
            ChosenDesigns.KERNEL,
            AreaCosts.FREE,
            A_MOMENT,
            new MachineSpec.Growth(defaultSlots, defaultAreas, maxPageOrder, physLimit),
            false,
            true,
            false,
            PoolRules.DEFAULT);
    return new MachineSpec(
        memory,
        allocation,
        defaultPool,
        mayGrow,
        restricted.stream()
            .map(r -> new MachineSpec.Restricted(r.name(), r.pool, r.geometry))
            .toList(),
        IntStream.range(0, devices.size()).mapToObj(this::device).toList(),
        0);
  }

  /** Names of devices come from outside, so that actors are named by numbers. */
  private DeviceSpec device(int number) {
    var device = devices.get(number);
    return new DeviceSpec(
        device.name,
        "device-" + number,
        name(device),
        device.limits,
        0,
        Admission.Bouncing.ALWAYS,
        CoherentAllocator.Needs.NOTHING,
        DeviceCosts.FREE,
        Optional.empty());
  }

  private AllocatorName name(Device device) {
    return known(device.allocator)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "device \"%s\" names allocator \"%s\", which is not declared"
                        .formatted(device.name, device.allocator)));
  }

  /**
   * The name of an allocator in the machine.
   *
   * @throws IllegalArgumentException if there is none
   */
  AllocatorName nameOf(String allocator) {
    return known(allocator)
        .orElseThrow(
            () -> new IllegalArgumentException("there is no allocator \"" + allocator + "\""));
  }

  private Optional<AllocatorName> known(String allocator) {
    return allocator.equals(Rig.DEFAULT)
        ? Optional.of(AllocatorName.DEFAULT)
        : restricted.stream()
            .filter(r -> r.allocator.equals(allocator))
            .findFirst()
            .map(Restricted::name);
  }
}
