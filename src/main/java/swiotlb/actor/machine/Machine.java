package swiotlb.actor.machine;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import swiotlb.actor.device.CommandedDevice;
import swiotlb.actor.device.Cpu;
import swiotlb.actor.device.Device;
import swiotlb.actor.device.DeviceSpec;
import swiotlb.actor.device.FailureLog;
import swiotlb.actor.device.Surroundings;
import swiotlb.actor.machine.planted.Planting;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.CoherentAllocator;
import swiotlb.actor.memory.DirectMemory;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.memory.Faults;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.AllocatorName;
import swiotlb.actor.pool.AreaCosts;
import swiotlb.actor.pool.AreaDesign;
import swiotlb.actor.pool.BufferMemory;
import swiotlb.actor.pool.Grower;
import swiotlb.actor.pool.Locks;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.Reservations;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.actor.pool.Throttle;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.kernel.policy.LockPolicy;
import swiotlb.kernel.slot.Admission;
import swiotlb.time.Timeline;
import swiotlb.workload.Seeds;

/** The actors of a machine, children of whoever makes it. */
public final class Machine {
  private final ActorContext<?> context;
  private final MachineSpec spec;
  private final Timeline timeline;
  private final Faults faults;
  private final Planting planting;
  private final ActorRef<PageAllocator.Command> pages;
  private final Optional<ActorRef<Encryption.Command>> encryption;
  private final Optional<ActorRef<Encryption.Command>> ofPools;
  private final Optional<Throttle.Access> throttle;
  private final ActorRef<AtomicPool.Command> atomicPool;
  private final Optional<ActorRef<CoherentAllocator.Command>> coherent;
  private final Map<AllocatorName, ActorRef<Allocator.Command>> allocators = new LinkedHashMap<>();
  private final Map<AllocatorName, SlotCounters> counters = new LinkedHashMap<>();
  private final Map<String, ActorRef<MapClient.Message>> devices = new LinkedHashMap<>();

  private final FailureLog failures;
  private final Optional<BufferMemory.Direct> direct;

  /** The number of the next pool, whichever allocator adds it. */
  private final AtomicInteger poolNumbers = new AtomicInteger();

  /**
   * Spawns and watches them all.
   *
   * @throws IllegalArgumentException if a device names an allocator that there is not
   */
  public Machine(ActorContext<?> context, MachineSpec spec, Timeline timeline) {
    this.context = context;
    this.spec = spec;
    this.timeline = timeline;
    this.faults = new Faults(spec.faults(), timeline);
    this.planting = Planting.of(spec.allocation().designs().planted(), context, timeline);
    var memory = spec.memory();
    this.failures = new FailureLog(memory.hypervisor().isPresent());
    this.pages = context.spawn(PageAllocator.create(memory.pages(), faults), "page-allocator");
    this.encryption = memory.hypervisor().map(this::spawnEncryption);
    this.ofPools = planting.ofPools(encryption);
    this.atomicPool =
        context.spawn(
            planting.atomicPool(
                AtomicPool.create(atomicPoolSettings(), planting.ofAtomicPool(), faults, pages)),
            "atomic-pool");
    context.watch(pages);
    context.watch(atomicPool);
    this.coherent =
        spec.devices().stream().anyMatch(DeviceSpec::usesCoherent)
            ? Optional.of(spawnCoherentAllocator())
            : Optional.empty();
    this.direct =
        spec.allocation().designs().placement().usesPools()
            ? Optional.empty()
            : Optional.of(spawnDirectMemory());
    spawnAllocators();
    this.throttle =
        spec.allocation().designs().exhaustion() instanceof ExhaustionPolicy.HoldsBack levels
            ? Optional.of(spawnThrottle(levels))
            : Optional.empty();
    spawnDevices();
  }

  /** The default allocator first, then the restricted ones. */
  public List<ActorRef<Allocator.Command>> allocators() {
    return List.copyOf(allocators.values());
  }

  /**
   * An allocator by its name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ActorRef<Allocator.Command> allocator(AllocatorName name) {
    return known(allocators, name, "allocator " + name.actor());
  }

  /**
   * The counters of an allocator.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SlotCounters counters(AllocatorName name) {
    return known(counters, name, "allocator " + name.actor());
  }

  /** In the order of their numbers. */
  public List<ActorRef<MapClient.Message>> devices() {
    return List.copyOf(devices.values());
  }

  /**
   * A device by its name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ActorRef<MapClient.Message> device(String name) {
    return known(devices, name, "device \"" + name + "\"");
  }

  /**
   * The allocator that a device uses.
   *
   * @throws IllegalArgumentException if there is no such device
   */
  public AllocatorName allocatorOf(String device) {
    return spec.devices().stream()
        .filter(d -> d.name().equals(device))
        .findFirst()
        .map(DeviceSpec::allocator)
        .orElseThrow(() -> new IllegalArgumentException("there is no device \"" + device + "\""));
  }

  /** The mappings that failed. */
  public FailureLog failures() {
    return failures;
  }

  /** Where memory comes from that can be had without waiting. */
  public ActorRef<AtomicPool.Command> atomicPool() {
    return atomicPool;
  }

  /** Where pages come from. */
  public ActorRef<PageAllocator.Command> pages() {
    return pages;
  }

  /** Absent where memory is not encrypted. */
  public Optional<ActorRef<Encryption.Command>> encryption() {
    return encryption;
  }

  private ActorRef<Encryption.Command> spawnEncryption(MachineSpec.Hypervisor hypervisor) {
    var actor =
        context.spawn(
            Encryption.create(hypervisor.states(), hypervisor.costs(), timeline, faults),
            "encryption");
    context.watch(actor);
    return actor;
  }

  private ActorRef<CoherentAllocator.Command> spawnCoherentAllocator() {
    var settings =
        new CoherentAllocator.Settings(
            spec.memory().layout().dmaZoneLimit(),
            spec.memory().coherent().map(MachineSpec.Coherent::hasCma).orElse(false),
            spec.allocation().growthCosts().pagesNs());
    var sources = new CoherentAllocator.Sources(pages, atomicPool, encryption);
    var actor =
        context.spawn(CoherentAllocator.create(settings, timeline, sources), "coherent-allocator");
    context.watch(actor);
    return actor;
  }

  private AtomicPool.Settings atomicPoolSettings() {
    var memory = spec.memory();
    var coherent =
        memory
            .coherent()
            .map(
                c ->
                    new AtomicPool.Coherent(
                        c.configuredBytes(), c.zones(), c.hasCma(), c.workerStartNs(), encryption));
    return new AtomicPool.Settings(
        memory.grace(),
        memory.layout().dmaZoneLimit(),
        spec.allocation().growth().units(),
        memory.seed(),
        coherent);
  }

  private void spawnAllocators() {
    poolNumbers.set(spec.nextPool());
    var first = spec.defaultPool().map(pool -> new Allocator.FirstPool(0, pool, spec.searchFrom()));
    spawnAllocator(AllocatorName.DEFAULT, first, spec.mayGrow());
    for (var restricted : spec.restricted()) {
      var pool = new Allocator.FirstPool(restricted.pool(), restricted.geometry());
      spawnAllocator(restricted.allocator(), Optional.of(pool), false);
    }
  }

  private void spawnAllocator(
      AllocatorName name, Optional<Allocator.FirstPool> firstPool, boolean mayGrow) {
    var common = spec.allocation();
    var own =
        planting.counters(SlotCounters.of(common.hasManyThreads(), common.rules().tracksUse()));
    var settings =
        new Allocator.Settings(
            mayGrow,
            common.workerOnCommand(),
            common.rounds(),
            common.designs(),
            areaCosts(),
            common.holdsBytes(),
            own,
            growerSettings(),
            name.isDefault() ? common.rules() : common.rules().restricted(),
            areaDesign(name),
            name.isDefault() ? direct : Optional.empty(),
            planting::growthWork);
    var allocator =
        context.spawn(
            Allocator.create(settings, firstPool, poolNumbers::getAndIncrement, pages, atomicPool),
            name.actor());
    context.watch(allocator);
    allocators.put(name, allocator);
    counters.put(name, own);
  }

  /** Restricted pools are always pools; locks of real threads are mailboxes. */
  private AreaDesign areaDesign(AllocatorName name) {
    var common = spec.allocation();
    var designs = common.designs();
    return new AreaDesign(
        new Locks(common.hasManyThreads() ? LockPolicy.AREAS : designs.locks()),
        name.isDefault() ? designs.placement().lending() : Optional.empty(),
        Optional.empty(),
        stream -> Seeds.stream(spec.seed(), stream),
        name.isDefault() ? planting::area : UnaryOperator.identity());
  }

  private AreaCosts areaCosts() {
    var common = spec.allocation();
    return common.designs().locks() == LockPolicy.FREE
        ? common.areaCosts().withoutLocks()
        : common.areaCosts();
  }

  private BufferMemory.Direct spawnDirectMemory() {
    var pagesNs = spec.allocation().growthCosts().pagesNs();
    var actor =
        context.spawn(
            DirectMemory.create(
                spec.allocation().growth().units(),
                spec.memory().layout().dmaZoneLimit(),
                pagesNs,
                timeline,
                pages,
                encryption),
            "direct-memory");
    context.watch(actor);
    var costs = spec.memory().hypervisor().map(MachineSpec.Hypervisor::costs);
    return new BufferMemory.Direct(actor, costs.orElse(Encryption.Costs.FREE), pagesNs);
  }

  private Grower.Settings growerSettings() {
    var growth = spec.allocation().growth();
    return new Grower.Settings(
        growth.units(),
        growth.defaultSlots(),
        growth.defaultAreas(),
        growth.maxPageOrder(),
        growth.limit(),
        spec.memory().layout().dmaZoneLimit(),
        ofPools,
        spec.allocation().growthCosts(),
        planting.ofAllocators(),
        spec.memory().grace(),
        Seeds.stream(spec.seed(), "idle-pools").nextLong(),
        faults);
  }

  /** Restricted pools are not throttled. */
  private Throttle.Access spawnThrottle(ExhaustionPolicy.HoldsBack levels) {
    var ofDefault = counters(AllocatorName.DEFAULT);
    var behaviour =
        levels instanceof ExhaustionPolicy.Reserve reserve
            ? Reservations.create(timeline, ofDefault, reserve)
            : planting.throttle(Throttle.create(timeline, ofDefault));
    var actor = context.spawn(behaviour, "throttle");
    context.watch(actor);
    return new Throttle.Access(levels, ofDefault, actor);
  }

  /** What throttles requests; absent: nothing does. */
  public Optional<ActorRef<Throttle.Command>> throttle() {
    return throttle.map(Throttle.Access::semaphore);
  }

  /** Who is behind an IOMMU does not come by the path that is throttled. */
  private boolean isThrottled(DeviceSpec device) {
    return device.allocator().isDefault() && device.bouncing() != Admission.Bouncing.UNALIGNED;
  }

  private void spawnDevices() {
    var cpus = spawnCpus();
    for (var device : spec.devices()) {
      var around =
          new Surroundings(
              devices.size(),
              spec.devices().size(),
              cpus,
              spec.seed(),
              spec.memory().layout(),
              counters(device.allocator()),
              spec.allocation().rounds(),
              failures,
              coherent,
              throttle.filter(t -> isThrottled(device)),
              planting.ofDevices(),
              device.allocator().isDefault()
                  ? spec.allocation().designs()
                  : spec.allocation().designs().ofRestricted(),
              faults);
      var actor = context.spawn(planting.device(behavior(device, around)), device.actor());
      context.watch(actor);
      devices.put(device.name(), actor);
    }
  }

  private Behavior<MapClient.Message> behavior(DeviceSpec device, Surroundings around) {
    var allocator = allocator(device.allocator());
    return device.driver().isPresent()
        ? Device.create(device, around, allocator)
        : CommandedDevice.create(device, around, allocator);
  }

  /** Only CPUs that several devices use are actors. */
  private Map<Integer, ActorRef<Cpu.Command>> spawnCpus() {
    var spawned = new TreeMap<Integer, ActorRef<Cpu.Command>>();
    for (var number : spec.contendedCpus()) {
      var cpu = context.spawn(Cpu.create(number, timeline), "cpu-" + number);
      context.watch(cpu);
      spawned.put(number, cpu);
    }
    return spawned;
  }

  private static <K, V> V known(Map<K, V> all, K key, String what) {
    var found = all.get(key);
    if (found == null) {
      throw new IllegalArgumentException("there is no " + what);
    }
    return found;
  }
}
