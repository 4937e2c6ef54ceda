package swiotlb.story;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import swiotlb.actor.device.CommandedDevice;
import swiotlb.actor.device.Device;
import swiotlb.actor.device.DeviceCosts;
import swiotlb.actor.device.DeviceSpec;
import swiotlb.actor.machine.MachineSpec;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.CoherentAllocator;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.memory.GracePeriod;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.AllocatorName;
import swiotlb.actor.pool.AreaCosts;
import swiotlb.actor.pool.GrowthCosts;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;
import swiotlb.actor.pool.PoolRules;
import swiotlb.kernel.page.CoherentZones;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.page.PageStates;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.policy.ChosenDesigns;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.kernel.slot.Admission;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.Limits;
import swiotlb.kernel.slot.Slots;
import swiotlb.time.Timeline;
import swiotlb.workload.Context;
import swiotlb.workload.DriverSpec;
import swiotlb.workload.JobSpec;

/** The actors of a story's machine, and whoever tells them what to do: the guardian. */
final class Cast {
  /** A moment of the story has come. */
  record Wake(Runnable deed) {}

  private static final String DISK = "disk";
  private static final long TRANSIENT_NS = 300;
  private static final long BUFFER = 256L << 20;
  private static final DeviceLimits REACHES_4_GIB = Limits.upTo(Zone.DMA32_LIMIT);

  private final Machine machine;
  private final Timeline timeline;
  private ActorRef<Object> teller;
  private ActorRef<AtomicPool.Command> atomicPool;
  private ActorRef<Allocator.Command> allocator;
  private ActorRef<MapClient.Message> device;
  private Optional<String> failure = Optional.empty();
  private long mappings;

  private Cast(Machine machine, Timeline timeline) {
    this.machine = machine;
    this.timeline = timeline;
  }

  /** A cast that enters when the behaviour starts. */
  static Cast of(Machine machine, Timeline timeline) {
    return new Cast(machine, timeline);
  }

  /** The guardian, who makes all others. */
  Behavior<Object> guardian() {
    return Behaviors.setup(
        context -> {
          enter(context);
          return Behaviors.receive(Object.class)
              .onSignal(ChildFailed.class, this::fail)
              .onMessage(Wake.class, this::wake)
              .onAnyMessage(message -> Behaviors.same())
              .build();
        });
  }

  private Behavior<Object> wake(Wake wake) {
    wake.deed.run();
    return Behaviors.same();
  }

  private Behavior<Object> fail(ChildFailed signal) {
    failure = Optional.of(signal.getRef().path().name() + " failed: " + signal.cause());
    return Behaviors.same();
  }

  /** Which actor failed, and why. */
  Optional<String> failure() {
    return failure;
  }

  // What the guardian tells them.

  void wakeAt(long timeNs, Runnable deed) {
    timeline.deliverAt(timeNs, teller, new Wake(deed));
  }

  void map(int cpu, boolean interrupt, long bytes) {
    device.tell(
        new CommandedDevice.Map(
            ++mappings, cpu, interrupt, BUFFER, bytes, 0, false, teller.narrow()));
  }

  void unmap(long mapping) {
    device.tell(new CommandedDevice.Unmap(mapping));
  }

  void readCounters() {
    allocator.tell(new Allocator.ReadState(teller.narrow()));
    atomicPool.tell(new AtomicPool.ReadState(teller.narrow()));
  }

  void startJob() {
    device.tell(new Device.StartRun(1, teller.narrow()));
  }

  // Who they are.

  private void enter(ActorContext<Object> context) {
    teller = context.getSelf();
    var actors = new swiotlb.actor.machine.Machine(context, spec(), timeline);
    atomicPool = actors.atomicPool();
    allocator = actors.allocator(allocatorName());
    allocator.tell(new Allocator.Observe(teller.narrow()));
    device = actors.device(DISK);
  }

  private AllocatorName allocatorName() {
    return machine.mayGrow() ? AllocatorName.DEFAULT : new AllocatorName(DISK);
  }

  private MachineSpec spec() {
    return new MachineSpec(
        memory(),
        allocation(),
        machine.mayGrow() ? Optional.of(machine.firstPool()) : Optional.empty(),
        machine.mayGrow(),
        machine.mayGrow()
            ? List.of()
            : List.of(new MachineSpec.Restricted(allocatorName(), 0, machine.firstPool())),
        List.of(disk()),
        1);
  }

  private MachineSpec.Memory memory() {
    var coherent =
        new MachineSpec.Coherent(
            machine.coherentPoolBytes(),
            new CoherentZones(Set.of(Zone.DMA32), false),
            false,
            Machine.WORKER_START_NS);
    var hypervisor =
        new MachineSpec.Hypervisor(
            new PageStates(0, 0, 0, new SplittableRandom(1)), Encryption.Costs.FREE);
    return new MachineSpec.Memory(
        machine.memory(),
        MemoryLayout.x86(Machine.memoryBytes()),
        GracePeriod.always(Machine.GRACE_NS),
        machine.isEncrypted() ? Optional.of(coherent) : Optional.empty(),
        machine.isEncrypted() ? Optional.of(hypervisor) : Optional.empty(),
        1);
  }

  private MachineSpec.Allocation allocation() {
    return new MachineSpec.Allocation(
        new PoolList.SearchRounds(false, machine.areas()),
        ChosenDesigns.KERNEL.with(policy()),
        new AreaCosts(Machine.LOCK_NS, 0, 0, 0, 0, 0),
        new GrowthCosts(Machine.WORKER_START_NS, Machine.QUESTION_NS, 0, TRANSIENT_NS),
        new MachineSpec.Growth(
            machine.slots(), machine.areas(), Slots.MAX_PAGE_ORDER, Zone.DMA32_LIMIT),
        false,
        false,
        false,
        PoolRules.DEFAULT);
  }

  private ExhaustionPolicy policy() {
    return machine.patienceNs() == 0
        ? new ExhaustionPolicy.TakeTransient()
        : new ExhaustionPolicy.WaitForGrowth(Duration.ofNanos(machine.patienceNs()), 1024);
  }

  private DeviceSpec disk() {
    return new DeviceSpec(
        DISK,
        "device-" + DISK,
        allocatorName(),
        REACHES_4_GIB,
        0,
        Admission.Bouncing.ALWAYS,
        machine.isEncrypted()
            ? CoherentAllocator.Needs.DECRYPTION
            : CoherentAllocator.Needs.NOTHING,
        new DeviceCosts(0, 0, 0, 0, Machine.SERVICE_NS, 0),
        machine.job().map(Cast::driver));
  }

  private static DriverSpec driver(Machine.Job job) {
    var resets = job.resetAtNs() == 0 ? List.<Long>of() : List.of(job.resetAtNs());
    var work =
        new JobSpec(
            "job",
            List.of(0),
            new JobSpec.Buffers(
                List.of(new JobSpec.Block(job.bytes(), 1)), 0, 0, 0, Slots.PAGE_BYTES),
            new JobSpec.Pace(job.requests(), 0, job.requests(), 0, Machine.RETRY_NS, 1),
            JobSpec.Handling.plain(Context.PROCESS));
    return new DriverSpec(
        job.requests(),
        Slots.MAX_MAPPING_BYTES,
        List.of(),
        List.of(),
        new DriverSpec.Mishaps(resets, 0, 0),
        List.of(work));
  }
}
