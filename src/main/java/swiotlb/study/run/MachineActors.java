package swiotlb.study.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import swiotlb.actor.device.Cpu;
import swiotlb.actor.device.Device;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Grower;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.Admission;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;
import swiotlb.scenario.MachinePages;
import swiotlb.scenario.Scenario;
import swiotlb.time.Timeline;

/** The actors of a scenario's machine, children of the guardian that makes them. */
final class MachineActors {
  private static final String DEFAULT = "allocator";

  private final ActorContext<?> context;
  private final Scenario scenario;
  private final Timeline timeline;
  private final ActorRef<PageAllocator.Command> pages;
  private final ActorRef<AtomicPool.Command> atomicPool;
  private final Optional<ActorRef<Encryption.Command>> encryption;
  private final Map<String, ActorRef<Allocator.Command>> allocators = new LinkedHashMap<>();
  private final Map<String, SlotCounters> counters = new LinkedHashMap<>();
  private final List<ActorRef<MapClient.Message>> devices = new ArrayList<>();

  /** Shared by the allocators, which name their pools by them. */
  private final AtomicInteger poolNumbers = new AtomicInteger();

  /** Spawns and watches them all. */
  MachineActors(ActorContext<?> context, Scenario scenario, Timeline timeline) {
    this.context = context;
    this.scenario = scenario;
    this.timeline = timeline;
    this.pages = context.spawn(PageAllocator.create(Machine.memory(scenario)), "page-allocator");
    this.encryption = spawnEncryption();
    this.atomicPool =
        context.spawn(
            AtomicPool.create(Machine.atomicPool(scenario, encryption), timeline, pages),
            "atomic-pool");
    context.watch(pages);
    context.watch(atomicPool);
    spawnAllocators(pages);
    spawnDevices();
  }

  /** The default allocator and the restricted ones. */
  List<ActorRef<Allocator.Command>> allocators() {
    return List.copyOf(allocators.values());
  }

  ActorRef<Allocator.Command> defaultAllocator() {
    return Objects.requireNonNull(allocators.get(DEFAULT));
  }

  List<ActorRef<MapClient.Message>> devices() {
    return List.copyOf(devices);
  }

  ActorRef<AtomicPool.Command> atomicPool() {
    return atomicPool;
  }

  /** The name of the allocator that a device uses. */
  String allocatorOf(String device) {
    var own = "restricted-" + device;
    return allocators.containsKey(own) ? own : DEFAULT;
  }

  ActorRef<PageAllocator.Command> pages() {
    return pages;
  }

  /** Absent where memory is not encrypted. */
  Optional<ActorRef<Encryption.Command>> encryption() {
    return encryption;
  }

  /** Counters of the default allocator. */
  SlotCounters counters() {
    return Objects.requireNonNull(counters.get(DEFAULT));
  }

  private Optional<ActorRef<Encryption.Command>> spawnEncryption() {
    if (!scenario.encryption().encrypted()) {
      return Optional.empty();
    }
    var actor =
        context.spawn(
            Encryption.create(
                Machine.pageStates(scenario), Machine.encryptionCosts(scenario), timeline),
            "encryption");
    context.watch(actor);
    return Optional.of(actor);
  }

  private void spawnAllocators(ActorRef<PageAllocator.Command> pages) {
    spawnAllocator(DEFAULT, scenario.defaultPool().map(this::first), scenario.dynamic(), pages);
    for (var device : scenario.devices()) {
      if (device.restrictedPool().isPresent()) {
        var own = device.restrictedPool().map(this::first);
        spawnAllocator(allocatorOf(device), own, false, pages);
      }
    }
  }

  private Allocator.FirstPool first(PoolGeometry geometry) {
    return new Allocator.FirstPool(poolNumbers.getAndIncrement(), geometry);
  }

  private void spawnAllocator(
      String name,
      Optional<Allocator.FirstPool> firstPool,
      boolean mayGrow,
      ActorRef<PageAllocator.Command> pages) {
    var shared =
        scenario.mode() == Scenario.Mode.CONCURRENT ? SlotCounters.atomic() : SlotCounters.plain();
    var settings =
        new Allocator.Settings(
            mayGrow,
            false,
            Machine.rounds(scenario),
            Machine.policy(scenario),
            Machine.areaCosts(scenario),
            scenario.checksPayload(),
            shared,
            new Grower.Settings(
                scenario.boot().defaultSlots(),
                scenario.boot().defaultAreas(),
                Slots.MAX_PAGE_ORDER,
                Zone.DMA32_LIMIT,
                MachinePages.DMA_ZONE_LIMIT,
                encryption,
                Machine.growthCosts(scenario),
                timeline));
    var allocator =
        context.spawn(
            Allocator.create(settings, firstPool, poolNumbers::getAndIncrement, pages, atomicPool),
            name);
    context.watch(allocator);
    allocators.put(name, allocator);
    counters.put(name, shared);
  }

  private Map<Integer, ActorRef<Cpu.Command>> spawnCpus() {
    var spawned = new TreeMap<Integer, ActorRef<Cpu.Command>>();
    for (var number : Machine.contendedCpus(scenario)) {
      var cpu = context.spawn(Cpu.create(number, timeline), "cpu-" + number);
      context.watch(cpu);
      spawned.put(number, cpu);
    }
    return spawned;
  }

  private void spawnDevices() {
    var cpus = spawnCpus();
    for (var device : scenario.devices()) {
      var allocatorName = device.restrictedPool().isPresent() ? allocatorOf(device) : DEFAULT;
      var settings =
          new Device.Settings(
              device.name(),
              devices.size(),
              scenario.devices().size(),
              device.limits(),
              device.allocAlignMask(),
              bouncing(device),
              isHidden(device),
              Machine.deviceCosts(scenario, device),
              device.driver(),
              cpus,
              scenario.seed(),
              scenario.memoryBytes(),
              Objects.requireNonNull(counters.get(allocatorName)),
              Machine.rounds(scenario),
              timeline);
      var actor =
          context.spawn(
              Device.create(settings, Objects.requireNonNull(allocators.get(allocatorName))),
              "device-" + device.name());
      context.watch(actor);
      devices.add(actor);
    }
  }

  private static String allocatorOf(Scenario.Device device) {
    return "restricted-" + device.name();
  }

  private Admission.Bouncing bouncing(Scenario.Device device) {
    var parameter = scenario.kernel().swiotlb();
    if (parameter.noforce() && isHidden(device)) {
      return Admission.Bouncing.UNABLE;
    }
    if (parameter.force() || isHidden(device) || device.restrictedPool().isPresent()) {
      return Admission.Bouncing.ALWAYS;
    }
    return parameter.noforce() ? Admission.Bouncing.NEVER : Admission.Bouncing.OUT_OF_REACH;
  }

  /** Whether a device cannot read memory that is not shared with the hypervisor. */
  private boolean isHidden(Scenario.Device device) {
    return scenario.encryption().encrypted() && !device.reachesEncrypted();
  }
}
