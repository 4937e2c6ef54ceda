package swiotlb.actor.machine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import swiotlb.actor.device.DeviceSpec;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.memory.GracePeriod;
import swiotlb.actor.pool.AllocatorName;
import swiotlb.actor.pool.AreaCosts;
import swiotlb.actor.pool.GrowthCosts;
import swiotlb.actor.pool.PoolList;
import swiotlb.actor.pool.PoolRules;
import swiotlb.kernel.page.CoherentZones;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.page.PageSource;
import swiotlb.kernel.page.PageStates;
import swiotlb.kernel.policy.ChosenDesigns;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.workload.DriverSpec;
import swiotlb.workload.FaultRates;

/**
 * Everything that a machine is made of, as set-up leaves it: for scenarios, golden traces,
 * recordings, stories and tests alike. One machine is made of one specification, since its pages
 * have a state.
 *
 * @param memory where pages come from
 * @param allocation what its allocators have in common
 * @param defaultPool the first pool of the default allocator, number 0; absent if there is none
 * @param searchFrom by area of that pool: the slot where its first search begins, counted from the
 *     area's first slot; of areas that it does not reach, 0
 * @param mayGrow whether the default allocator adds pools and makes transient ones
 * @param restricted allocators of one pool that never grow
 * @param devices in the order of their numbers
 * @param seed of everything that devices draw
 * @param faults what fails now and then
 */
public record MachineSpec(
    Memory memory,
    Allocation allocation,
    Optional<PoolGeometry> defaultPool,
    List<Integer> searchFrom,
    boolean mayGrow,
    List<Restricted> restricted,
    List<DeviceSpec> devices,
    long seed,
    FaultRates faults) {

  /** One whose pool nobody has searched, and in which nothing fails. */
  public MachineSpec(
      Memory memory,
      Allocation allocation,
      Optional<PoolGeometry> defaultPool,
      boolean mayGrow,
      List<Restricted> restricted,
      List<DeviceSpec> devices,
      long seed) {
    this(
        memory,
        allocation,
        defaultPool,
        List.of(),
        mayGrow,
        restricted,
        devices,
        seed,
        FaultRates.NONE);
  }

  /** Immutable from the start, but for its pages. */
  public MachineSpec {
    searchFrom = List.copyOf(searchFrom);
    restricted = List.copyOf(restricted);
    devices = List.copyOf(devices);
  }

  /** CPUs that more than one device uses, for its jobs or its interrupts. */
  public SortedSet<Integer> contendedCpus() {
    var users = new TreeMap<Integer, Integer>();
    devices.stream()
        .flatMap(device -> device.driver().stream())
        .forEach(driver -> cpusOf(driver).forEach(cpu -> users.merge(cpu, 1, Integer::sum)));
    users.values().removeIf(count -> count == 1);
    return new TreeSet<>(users.keySet());
  }

  private static Set<Integer> cpusOf(DriverSpec driver) {
    var used = new TreeSet<Integer>(driver.irqCpus());
    driver.jobs().forEach(job -> used.addAll(job.cpus()));
    return used;
  }

  /** The number of the first pool that is added. */
  int nextPool() {
    var highest = restricted.stream().mapToInt(Restricted::pool).max().orElse(-1);
    return 1 + Math.max(highest, defaultPool.isPresent() ? 0 : -1);
  }

  /**
   * Where pages come from.
   *
   * @param layout of the machine: its DMA zone, and where callers' buffers lie
   * @param grace before transient memory is given back
   * @param coherent pools of pages that can be had without waiting; absent: nobody takes from them
   * @param hypervisor in encrypted memory
   * @param seed of the grace periods
   */
  public record Memory(
      PageSource pages,
      MemoryLayout layout,
      GracePeriod grace,
      Optional<Coherent> coherent,
      Optional<Hypervisor> hypervisor,
      long seed) {}

  /**
   * The coherent pools.
   *
   * @param configuredBytes of each at boot, and the least that should be left
   * @param zones that have one, and how they are asked
   * @param hasCma whether a region for contiguous allocations is asked first
   * @param workerStartNs from queueing the work that expands them to its first instruction
   */
  public record Coherent(
      long configuredBytes, CoherentZones zones, boolean hasCma, long workerStartNs) {}

  /** Who shares pages of encrypted memory. */
  public record Hypervisor(PageStates states, Encryption.Costs costs) {}

  /**
   * What all allocators have in common.
   *
   * @param holdsBytes whether slots have bytes, so that payload can be checked
   * @param workerOnCommand the worker runs when told to, instead of some time after it was queued
   * @param hasManyThreads whether counters are shared by threads
   * @param rules of the kernel's release
   */
  public record Allocation(
      PoolList.SearchRounds rounds,
      ChosenDesigns designs,
      AreaCosts areaCosts,
      GrowthCosts growthCosts,
      Growth growth,
      boolean holdsBytes,
      boolean workerOnCommand,
      boolean hasManyThreads,
      PoolRules rules) {}

  /**
   * What the worker looks for.
   *
   * @param limit the highest address that a dynamic pool may have
   * @param units of the slots of all pools
   */
  public record Growth(
      int defaultSlots, int defaultAreas, int maxPageOrder, long limit, SlotUnits units) {

    /** With slots as the published kernels have them. */
    public Growth(int defaultSlots, int defaultAreas, int maxPageOrder, long limit) {
      this(defaultSlots, defaultAreas, maxPageOrder, limit, SlotUnits.DEFAULT);
    }
  }

  /** An allocator of one pool that never grows, and the number of that pool. */
  public record Restricted(AllocatorName allocator, int pool, PoolGeometry geometry) {}
}
