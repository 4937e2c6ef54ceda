package swiotlb.actor.device;

import java.util.Optional;
import swiotlb.actor.memory.CoherentAllocator;
import swiotlb.actor.pool.AllocatorName;
import swiotlb.kernel.slot.Admission;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.workload.DriverSpec;
import swiotlb.workload.JobSpec;

/**
 * A device, as set-up leaves it.
 *
 * @param name unique in the machine
 * @param actor the name of its actor
 * @param allocator that it uses
 * @param allocAlignMask granule less one of an untrusted device behind an IOMMU, else 0
 * @param needsDecrypted whether memory is encrypted and it cannot read what is not shared
 * @param driver that runs jobs; absent: it maps and unmaps on command
 * @param coherentNeeds what coherent memory must be for it
 */
public record DeviceSpec(
    String name,
    String actor,
    AllocatorName allocator,
    DeviceLimits limits,
    long allocAlignMask,
    Admission.Bouncing bouncing,
    boolean needsDecrypted,
    DeviceCosts costs,
    Optional<DriverSpec> driver,
    CoherentAllocator.Needs coherentNeeds) {

  /** A device whose accesses are coherent with the caches. */
  public DeviceSpec(
      String name,
      String actor,
      AllocatorName allocator,
      DeviceLimits limits,
      long allocAlignMask,
      Admission.Bouncing bouncing,
      boolean needsDecrypted,
      DeviceCosts costs,
      Optional<DriverSpec> driver) {
    this(
        name,
        actor,
        allocator,
        limits,
        allocAlignMask,
        bouncing,
        needsDecrypted,
        costs,
        driver,
        needsDecrypted ? CoherentAllocator.Needs.DECRYPTION : CoherentAllocator.Needs.NOTHING);
  }

  /** Whether a job of it allocates coherent memory. */
  public boolean usesCoherent() {
    return driver.stream().flatMap(how -> how.jobs().stream()).anyMatch(JobSpec::isCoherent);
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
