package swiotlb.actor.device;

import java.util.Optional;
import swiotlb.actor.memory.CoherentAllocator;
import swiotlb.actor.pool.AllocatorName;
import swiotlb.kernel.slot.Admission;
import swiotlb.kernel.slot.Attributes;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.workload.DriverSpec;

/**
 * A device, as set-up leaves it.
 *
 * @param name unique in the machine
 * @param actor the name of its actor
 * @param allocator that it uses
 * @param coherentReach the highest address on the bus of coherent memory for it
 * @param allocAlignMask granule less one of an untrusted device behind an IOMMU, else 0
 * @param needs what memory must be that it and its driver use together
 * @param takesShared whether its transient pools come from memory that is shared in advance
 * @param attributes of its buffers
 * @param driver that runs jobs; absent: it maps and unmaps on command
 */
public record DeviceSpec(
    String name,
    String actor,
    AllocatorName allocator,
    DeviceLimits limits,
    long coherentReach,
    long allocAlignMask,
    Admission.Bouncing bouncing,
    CoherentAllocator.Needs needs,
    boolean takesShared,
    Attributes attributes,
    DeviceCosts costs,
    Optional<DriverSpec> driver) {

  /** Whether a job of it allocates coherent memory. */
  public boolean usesCoherent() {
    return driver.map(DriverSpec::usesCoherent).orElse(false);
  }

  /** A device whose driver says nothing of its buffers. */
  public DeviceSpec(
      String name,
      String actor,
      AllocatorName allocator,
      DeviceLimits limits,
      long allocAlignMask,
      Admission.Bouncing bouncing,
      CoherentAllocator.Needs needs,
      DeviceCosts costs,
      Optional<DriverSpec> driver) {
    this(
        name,
        actor,
        allocator,
        limits,
        limits.reach(),
        allocAlignMask,
        bouncing,
        needs,
        needs == CoherentAllocator.Needs.DECRYPTION,
        Attributes.FORCED,
        costs,
        driver);
  }

  /**
   * The driver that runs its jobs.
   *
   * @throws IllegalStateException if it has none
   */
  DriverSpec requiredDriver() {
    return driver.orElseThrow(
        () -> new IllegalStateException("device " + name + " has no driver to run jobs"));
  }
}
