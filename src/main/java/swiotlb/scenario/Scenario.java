package swiotlb.scenario;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import swiotlb.kernel.page.CoherentZones;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.policy.ChosenDesigns;
import swiotlb.kernel.policy.GrowthPolicy;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.BootSizing;
import swiotlb.kernel.text.KernelParameters;
import swiotlb.kernel.text.ReleaseRules;
import swiotlb.workload.DriverSpec;
import swiotlb.workload.Fault;
import swiotlb.workload.FaultRates;
import swiotlb.workload.JobSpec;

/**
 * A machine, its devices and what they do; every value checked.
 *
 * @param name of the file, without its ending
 * @param about what to look for
 * @param kernel the command line
 * @param rules what its release does differently
 * @param boot what became of the default pool
 * @param defaultPool absent if there is none
 * @param searchFrom by area of the default pool: the slot where its first search begins, counted
 *     from the area's first slot; of areas that it does not reach, 0
 * @param bootLog what the kernel says of it while it boots
 * @param arch of the machine
 * @param memory where it has memory
 * @param coherentZones which coherent pools it has where it has any
 * @param pages what is free of it
 * @param dynamic whether pools may be added
 * @param growthLimit the highest address that they may have
 * @param designs of the allocator, those that are tried among them
 * @param unlikeKernel which of them are not what the kernel does, and what they do
 * @param faults what fails now and then
 * @param invariants whether they are recomputed after each run
 * @param starvedAfter of an exploration: how often a request may be passed over by requests that
 *     came later; 0: that is not looked at
 * @param checksPayload whether buffers have bytes, and every byte that is read is checked
 * @param notes what was read differently than it looks, or assumed, with its place
 */
public record Scenario(
    String name,
    String about,
    KernelParameters kernel,
    ReleaseRules rules,
    BootSizing boot,
    Optional<PoolGeometry> defaultPool,
    List<Integer> searchFrom,
    List<String> bootLog,
    int cpus,
    Arch arch,
    MemoryLayout memory,
    CoherentZones coherentZones,
    MachinePages pages,
    boolean dynamic,
    long growthLimit,
    Platform platform,
    Encryption encryption,
    ChosenDesigns designs,
    List<String> unlikeKernel,
    long seed,
    Mode mode,
    int runs,
    FaultRates faults,
    boolean invariants,
    long starvedAfter,
    boolean checksPayload,
    long countersIntervalNs,
    List<Device> devices,
    List<String> notes) {

  /** Immutable from the start. */
  public Scenario {
    searchFrom = List.copyOf(searchFrom);
    bootLog = List.copyOf(bootLog);
    unlikeKernel = List.copyOf(unlikeKernel);
    devices = List.copyOf(devices);
    notes = List.copyOf(notes);
  }

  /** The same with other random numbers. */
  public Scenario withSeed(long other) {
    return with(searchFrom, other, devices, platform, encryption, faults);
  }

  /** The same with other devices, or others to do. */
  public Scenario withDevices(List<Device> others) {
    return with(searchFrom, seed, others, platform, encryption, faults);
  }

  /** The same where work costs what it costs in another, which is otherwise alike. */
  public Scenario withCostsOf(Scenario other) {
    return with(searchFrom, seed, devices, other.platform, other.encryption, faults);
  }

  /** Whether free pages of its pools are lent to others. */
  public boolean lendsPages() {
    return designs.placement().lending().isPresent();
  }

  /** The same in which other things fail, or as often as others do. */
  public Scenario withFaults(FaultRates others) {
    return with(searchFrom, seed, devices, platform, encryption, others);
  }

  /**
   * The same, whose default pool was searched before.
   *
   * @param slots by area: where its first search begins, counted from the area's first slot
   */
  public Scenario withSearchFrom(List<Integer> slots) {
    return with(slots, seed, devices, platform, encryption, faults);
  }

  private Scenario with(
      List<Integer> otherSearchFrom,
      long otherSeed,
      List<Device> otherDevices,
      Platform otherPlatform,
      Encryption otherEncryption,
      FaultRates otherFaults) {
    return new Scenario(
        name,
        about,
        kernel,
        rules,
        boot,
        defaultPool,
        otherSearchFrom,
        bootLog,
        cpus,
        arch,
        memory,
        coherentZones,
        pages,
        dynamic,
        growthLimit,
        otherPlatform,
        otherEncryption,
        designs,
        unlikeKernel,
        otherSeed,
        mode,
        runs,
        otherFaults,
        invariants,
        starvedAfter,
        checksPayload,
        countersIntervalNs,
        otherDevices,
        notes);
  }

  /** What a pool that is added is to have at best: slots. */
  public int addedSlots() {
    return addedPool().slots();
  }

  /** What a pool that is added is to have at best, and a search looks through in each: areas. */
  public int addedAreas() {
    return addedPool().areas();
  }

  private GrowthPolicy.Pool addedPool() {
    var ofKernel = new GrowthPolicy.Pool(boot.defaultSlots(), boot.defaultAreas());
    return designs.growth().pool(ofKernel, cpus, units().setSlots());
  }

  /** Whether the kernel is built with coherent pools. */
  public boolean hasCoherentPools() {
    return !coherentZones.existing().isEmpty();
  }

  /** How a scenario is run. */
  public enum Mode {
    /** One thread and a clock that jumps. */
    VIRTUAL,
    /** Real threads. */
    CONCURRENT
  }

  /**
   * A device.
   *
   * @param allocAlignMask granule less one of an IOMMU that does not trust it
   * @param serviceNs latency of a request
   * @param service how that varies
   * @param bytesPerSecond over its link
   * @param reachesEncrypted whether it can read memory that is not shared
   * @param coherentReach the highest address on the bus of coherent memory for it
   * @param isDmaCoherent whether its accesses are coherent with the caches
   * @param buffers how its driver maps them
   * @param restrictedPool a pool for it and those that have the same one, if there is one
   */
  public record Device(
      String name,
      DeviceLimits limits,
      long allocAlignMask,
      long serviceNs,
      Service service,
      long bytesPerSecond,
      boolean reachesEncrypted,
      long coherentReach,
      boolean isDmaCoherent,
      Optional<PoolGeometry> restrictedPool,
      BufferSettings buffers,
      DriverSpec driver) {

    /** The same with another driver. */
    public Device with(DriverSpec other) {
      return new Device(
          name,
          limits,
          allocAlignMask,
          serviceNs,
          service,
          bytesPerSecond,
          reachesEncrypted,
          coherentReach,
          isDmaCoherent,
          restrictedPool,
          buffers,
          other);
    }

    /** What it is asked to do. */
    public List<JobSpec> jobs() {
      return driver.jobs();
    }
  }

  /**
   * How the latency of a device varies.
   *
   * @param spreadPercent standard deviation of a log-normal one, in percent of the mean
   * @param parallelism requests that it works on at a time; 0: as many as come
   */
  public record Service(Distribution distribution, double spreadPercent, int parallelism) {}

  /** How latencies are distributed around their mean. */
  public enum Distribution {
    /** All are the same. */
    DETERMINISTIC,
    /** Exponentially. */
    EXPONENTIAL,
    /** Log-normally. */
    LOGNORMAL
  }

  /**
   * How a driver maps its buffers.
   *
   * @param requireCoherent a mapping that would bounce fails
   * @param shared they are shared with the hypervisor already
   * @param cacheLineBytes small ones that do not fill lines of the cache bounce if the device may
   *     write them; 0: they do not
   */
  public record BufferSettings(boolean requireCoherent, boolean shared, int cacheLineBytes) {}

  /** What can fail in it at all. */
  public Set<Fault> possibleFaults() {
    return FaultReader.possible(encryption, pages);
  }

  /** What was taken of memory at boot: the default pool and the restricted ones. */
  public List<PoolGeometry> reservedRanges() {
    return Stream.concat(
            defaultPool.stream(), devices.stream().flatMap(d -> d.restrictedPool().stream()))
        .distinct()
        .toList();
  }

  /** Units of the slots of all pools. */
  public SlotUnits units() {
    return kernel.swiotlb().units();
  }

  /** All of the machine's memory. */
  public long memoryBytes() {
    return memory.bytes();
  }

  /** Bytes of the default pool; 0 if there is none. */
  public long defaultPoolBytes() {
    return defaultPool.map(PoolGeometry::bytes).orElse(0L);
  }

  /** Areas of the default pool; 0 if there is none. */
  public int defaultPoolAreas() {
    return defaultPool.map(PoolGeometry::areas).orElse(0);
  }

  /** Physical address of the default pool; 0 if there is none. */
  public long defaultPoolStart() {
    return defaultPool.map(PoolGeometry::start).orElse(0L);
  }

  /** Requests that all jobs make in all runs, or about; 0 unless every job has a count. */
  public long plannedRequests() {
    var jobs = devices.stream().flatMap(d -> d.jobs().stream()).toList();
    return jobs.stream().anyMatch(j -> j.plannedRequests() == 0)
        ? 0
        : (long) (runs * jobs.stream().mapToDouble(JobSpec::plannedRequests).sum());
  }

  /** The longest duration of any job, over all runs; 0 if no job has one. */
  public long plannedNs() {
    return (long)
        (runs
            * devices.stream()
                .flatMap(d -> d.jobs().stream())
                .mapToDouble(job -> job.pace().durationNs())
                .max()
                .orElse(0));
  }
}
