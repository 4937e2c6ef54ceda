package swiotlb.experiment;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import swiotlb.device.Device;
import swiotlb.device.DeviceReport;
import swiotlb.memory.AtomicPool;
import swiotlb.memory.PageAllocator;
import swiotlb.metrics.CounterSample;
import swiotlb.metrics.SlotCounters;
import swiotlb.pool.ActorFailedException;
import swiotlb.pool.Allocator;
import swiotlb.pool.Grower;
import swiotlb.pool.MapClient;
import swiotlb.pool.Pool;
import swiotlb.scenario.Scenario;
import swiotlb.slot.Admission;
import swiotlb.slot.PlentifulMemory;
import swiotlb.slot.PoolGeometry;
import swiotlb.slot.Slots;
import swiotlb.slot.Zone;
import swiotlb.time.Timeline;

/**
 * The guardian: makes the machine of a scenario, lets its devices run their jobs, waits for
 * everything to come to rest, and gathers the results; then the next run, and in the end it stops.
 */
public final class Simulation extends AbstractBehavior<Simulation.Command> {

  /** What it can be asked. */
  public sealed interface Command {}

  /** The present run is the last one and begins nothing new. */
  public record Stop() implements Command {}

  private record DeviceFinished(Device.Finished finished) implements Command {}

  private record AllocatorDrained(Allocator.Drained drained) implements Command {}

  private record AtomicPoolDrained(AtomicPool.Drained drained) implements Command {}

  private record AllocatorRead(Allocator.State state) implements Command {}

  private record PoolRead(Pool.State state) implements Command {}

  private record SampleCounters(int run) implements Command {}

  private record MessageLost(LostMessages.Lost lost) implements Command {}

  private record LossConfirmed() implements Command {}

  private static final Duration TIME_FOR_A_FAILURE = Duration.ofMillis(100);
  private static final String DEFAULT = "allocator";
  private static final long DMA_ZONE_LIMIT = (16L << 20) - 1;

  private final TimerScheduler<Command> timers;
  private final Scenario scenario;
  private final Timeline timeline;
  private final SimulationListener listener;
  private final boolean samplesCounters;
  private final Map<String, ActorRef<Allocator.Command>> allocators = new TreeMap<>();
  private final Map<String, SlotCounters> counters = new TreeMap<>();
  private final List<ActorRef<MapClient.Message>> devices = new ArrayList<>();
  private final ActorRef<AtomicPool.Command> atomicPool;
  private final List<DeviceReport> reports = new ArrayList<>();
  private final Map<String, Allocator.State> states = new TreeMap<>();
  private final List<Pool.State> pools = new ArrayList<>();
  private final Results results;

  /** Shared by the allocators, which name their pools by them. */
  private final AtomicInteger poolNumbers = new AtomicInteger();

  private LostMessages.@Nullable Lost firstLost;
  private int run;
  private boolean isStopping;
  private int undrained;
  private int unreadPools;

  private Simulation(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Scenario scenario,
      Timeline timeline,
      SimulationListener listener,
      boolean samplesCounters) {
    super(context);
    this.timers = timers;
    this.scenario = scenario;
    this.timeline = timeline;
    this.listener = listener;
    this.samplesCounters = samplesCounters;
    this.results = new Results(scenario);
    var memory =
        new PlentifulMemory(scenario.memoryBytes(), DMA_ZONE_LIMIT, scenario.reservedRanges());
    var pages = context.spawn(PageAllocator.create(memory), "page-allocator");
    var grace = new AtomicPool.Settings(Machine.graceNs(scenario), DMA_ZONE_LIMIT);
    this.atomicPool = context.spawn(AtomicPool.create(grace, timeline, pages), "atomic-pool");
    context.watch(pages);
    context.watch(atomicPool);
    spawnAllocators(pages);
    spawnDevices();
    var lost = context.messageAdapter(LostMessages.Lost.class, MessageLost::new);
    context.spawn(LostMessages.create(lost), "lost-messages").tell(new LostMessages.Listen());
    drainAllocators();
  }

  /**
   * A simulation that begins at once.
   *
   * @param samplesCounters whether the listener hears the counters over time
   */
  public static Behavior<Command> create(
      Scenario scenario, Timeline timeline, SimulationListener listener, boolean samplesCounters) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new Simulation(
                        context, timers, scenario, timeline, listener, samplesCounters)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(DeviceFinished.class, this::onDeviceFinished)
        .onMessage(AllocatorDrained.class, this::onAllocatorDrained)
        .onMessage(AtomicPoolDrained.class, this::onAtomicPoolDrained)
        .onMessage(AllocatorRead.class, this::onAllocatorRead)
        .onMessage(PoolRead.class, this::onPoolRead)
        .onMessage(SampleCounters.class, this::onSampleCounters)
        .onMessage(Stop.class, this::onStop)
        .onMessage(MessageLost.class, this::onMessageLost)
        .onMessage(LossConfirmed.class, this::onLossConfirmed)
        .onSignal(ChildFailed.class, this::onChildFailed)
        .onSignal(Terminated.class, this::onChildStopped)
        .build();
  }

  // The machine.

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
            shared,
            new Grower.Settings(
                scenario.boot().defaultSlots(),
                scenario.boot().defaultAreas(),
                Slots.MAX_PAGE_ORDER,
                Zone.DMA32_LIMIT,
                DMA_ZONE_LIMIT,
                Machine.growthCosts(scenario),
                timeline));
    var allocator =
        getContext()
            .spawn(
                Allocator.create(
                    settings, firstPool, poolNumbers::getAndIncrement, pages, atomicPool),
                name);
    getContext().watch(allocator);
    allocators.put(name, allocator);
    counters.put(name, shared);
  }

  private void spawnDevices() {
    for (var device : scenario.devices()) {
      var allocatorName = device.restrictedPool().isPresent() ? allocatorOf(device) : DEFAULT;
      var settings =
          new Device.Settings(
              device.name(),
              devices.size(),
              device.limits(),
              device.allocAlignMask(),
              bouncing(device),
              Machine.deviceCosts(scenario, device),
              device.jobs(),
              scenario.seed(),
              scenario.memoryBytes(),
              required(counters, allocatorName),
              Machine.rounds(scenario),
              timeline);
      var actor =
          getContext()
              .spawn(
                  Device.create(settings, required(allocators, allocatorName)),
                  "device-" + device.name());
      getContext().watch(actor);
      devices.add(actor);
    }
  }

  private static String allocatorOf(Scenario.Device device) {
    return "restricted-" + device.name();
  }

  private Admission.Bouncing bouncing(Scenario.Device device) {
    var parameter = scenario.kernel().swiotlb();
    if (parameter.force() || device.restrictedPool().isPresent()) {
      return Admission.Bouncing.ALWAYS;
    }
    return parameter.noforce() ? Admission.Bouncing.NEVER : Admission.Bouncing.OUT_OF_REACH;
  }

  // The course of a run.

  private void startRun() {
    run++;
    reports.clear();
    results.begin(timeline.nowNs());
    var finished = getContext().messageAdapter(Device.Finished.class, DeviceFinished::new);
    devices.forEach(device -> device.tell(new Device.StartRun(run, finished)));
    if (samplesCounters) {
      sampleLater();
    }
  }

  private Behavior<Command> onDeviceFinished(DeviceFinished device) {
    reports.add(device.finished.report());
    if (reports.size() == devices.size()) {
      results.jobsEnded(timeline.nowNs());
      drainAllocators();
    }
    return this;
  }

  /**
   * Before the first run: until the first pools are published; after each: until all is at rest.
   */
  private void drainAllocators() {
    undrained = allocators.size();
    var drained = getContext().messageAdapter(Allocator.Drained.class, AllocatorDrained::new);
    allocators.values().forEach(a -> a.tell(new Allocator.Drain(drained)));
  }

  private Behavior<Command> onAllocatorDrained(AllocatorDrained allocator) {
    undrained--;
    if (undrained > 0) {
      return this;
    }
    if (run == 0) {
      startRun();
    } else {
      atomicPool.tell(
          new AtomicPool.Drain(
              getContext().messageAdapter(AtomicPool.Drained.class, AtomicPoolDrained::new)));
    }
    return this;
  }

  private Behavior<Command> onAtomicPoolDrained(AtomicPoolDrained drained) {
    states.clear();
    pools.clear();
    var reader = getContext().messageAdapter(Allocator.State.class, AllocatorRead::new);
    allocators.values().forEach(a -> a.tell(new Allocator.ReadState(reader)));
    return this;
  }

  private Behavior<Command> onAllocatorRead(AllocatorRead read) {
    states.put(read.state.allocator().path().name(), read.state);
    if (states.size() < allocators.size()) {
      return this;
    }
    if (!scenario.invariants()) {
      return endRun();
    }
    var reader = getContext().messageAdapter(Pool.State.class, PoolRead::new);
    unreadPools = 0;
    for (var state : states.values()) {
      unreadPools += state.pools().size();
      state.pools().forEach(pool -> pool.tell(new Pool.ReadState(reader)));
    }
    return unreadPools == 0 ? endRun() : this;
  }

  private Behavior<Command> onPoolRead(PoolRead read) {
    pools.add(read.state);
    return pools.size() == unreadPools ? endRun() : this;
  }

  private Behavior<Command> endRun() {
    if (firstLost != null) {
      return failedForLoss();
    }
    if (scenario.invariants()) {
      new Invariants(states, pools).broken().forEach(listener::invariantBroken);
    }
    listener.runEnded(results.result(reports, states));
    if (isStopping || run == scenario.runs()) {
      return Behaviors.stopped();
    }
    startRun();
    return this;
  }

  private Behavior<Command> onStop(Stop stop) {
    isStopping = true;
    devices.forEach(device -> device.tell(new Device.StopRun()));
    return this;
  }

  // Counters over time.

  private void sampleLater() {
    timers.startSingleTimer(
        new SampleCounters(run), Duration.ofNanos(scenario.countersIntervalNs()));
  }

  private Behavior<Command> onSampleCounters(SampleCounters sample) {
    if (sample.run == run && reports.size() < devices.size()) {
      var now = required(counters, DEFAULT);
      listener.sampled(
          new CounterSample(
              run,
              timeline.nowNs(),
              now.lastingSlots(),
              now.used(),
              now.hiwater(),
              now.transientSlots()));
      sampleLater();
    }
    return this;
  }

  // What must not happen.

  /**
   * Messages are lost when an actor fails, too; then its failure, on its way, is what to report.
   */
  private Behavior<Command> onMessageLost(MessageLost seen) {
    if (firstLost == null) {
      firstLost = seen.lost;
      timers.startSingleTimer(new LossConfirmed(), TIME_FOR_A_FAILURE);
    }
    return this;
  }

  private Behavior<Command> onLossConfirmed(LossConfirmed confirmed) {
    return failedForLoss();
  }

  private Behavior<Command> failedForLoss() {
    if (firstLost != null) {
      listener.failed(
          firstLost.receiver(),
          new IllegalStateException("nobody took the message " + firstLost.message()));
    }
    return Behaviors.stopped();
  }

  private Behavior<Command> onChildFailed(ChildFailed signal) {
    var failure = ActorFailedException.of(signal);
    listener.failed(failure.path(), causeOf(failure));
    return Behaviors.stopped();
  }

  private Behavior<Command> onChildStopped(Terminated signal) {
    var path = signal.getRef().path().toStringWithoutAddress();
    listener.failed(path, new IllegalStateException("stopped before the simulation ended"));
    return Behaviors.stopped();
  }

  private static Throwable causeOf(ActorFailedException failure) {
    var cause = failure.getCause();
    return cause == null ? failure : cause;
  }

  private static <T> T required(Map<String, T> map, String name) {
    @Nullable T value = map.get(name);
    if (value == null) {
      throw new IllegalStateException("there is no " + name);
    }
    return value;
  }
}
