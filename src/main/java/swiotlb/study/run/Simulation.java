package swiotlb.study.run;

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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.device.Device;
import swiotlb.actor.device.DeviceReport;
import swiotlb.actor.machine.Invariants;
import swiotlb.actor.machine.LostMessages;
import swiotlb.actor.machine.Machine;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.pool.ActorFailedException;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.AllocatorName;
import swiotlb.scenario.Scenario;
import swiotlb.time.ActorPaths;
import swiotlb.time.ByType;
import swiotlb.time.Timeline;
import swiotlb.trace.record.MessageText;

/**
 * The guardian: makes the machine of a scenario, lets its devices run their jobs, waits for
 * everything to come to rest, and gathers the results; then the next run, and in the end it stops.
 */
public final class Simulation extends AbstractBehavior<Simulation.Command> {

  /** What it can be asked. */
  public sealed interface Command
      permits Stop,
          DeviceFinished,
          AllocatorDrained,
          AtomicPoolDrained,
          GrowthSeen,
          Inspection.Read,
          SampleCounters,
          MessageLost,
          LossConfirmed {}

  /** The present run is the last one and begins nothing new. */
  public record Stop() implements Command {}

  private record DeviceFinished(Device.Finished finished) implements Command {}

  private record AllocatorDrained(Allocator.Drained drained) implements Command {}

  private record AtomicPoolDrained(AtomicPool.Drained drained) implements Command {}

  private record GrowthSeen(Allocator.GrowthNoted noted) implements Command {}

  private record SampleCounters(int run) implements Command {}

  private record MessageLost(LostMessages.Lost lost) implements Command {}

  private record LossConfirmed() implements Command {}

  private static final Duration TIME_FOR_A_FAILURE = Duration.ofMillis(100);

  private final TimerScheduler<Command> timers;
  private final Scenario scenario;
  private final Timeline timeline;
  private final RunObserver observer;
  private final Machine machine;
  private final List<DeviceReport> reports = new ArrayList<>();
  private final Inspection inspection;
  private final CounterSampler sampler;
  private final Results results;

  private LostMessages.@Nullable Lost firstLost;
  private int run;
  private boolean isStopping;
  private int undrained;

  private Simulation(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Scenario scenario,
      Timeline timeline,
      RunObserver observer) {
    super(context);
    this.timers = timers;
    this.scenario = scenario;
    this.timeline = timeline;
    this.observer = observer;
    this.results = new Results(scenario);
    this.machine = new Machine(context, ScenarioMachine.spec(scenario), timeline);
    observer.machineIsUp(machine.counters(AllocatorName.DEFAULT));
    this.inspection = new Inspection(context, machine);
    this.sampler = new CounterSampler(machine, timeline, observer);
    var lost = context.messageAdapter(LostMessages.Lost.class, MessageLost::new);
    context
        .spawn(LostMessages.create(lost, MessageText::of), "lost-messages")
        .tell(new LostMessages.Listen());
    var growth = context.messageAdapter(Allocator.GrowthNoted.class, GrowthSeen::new);
    machine.allocator(AllocatorName.DEFAULT).tell(new Allocator.Observe(growth));
    drainAllocators();
  }

  /** A simulation that begins at once. */
  public static Behavior<Command> create(
      Scenario scenario, Timeline timeline, RunObserver observer) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Simulation(context, timers, scenario, timeline, observer)));
  }

  @Override
  public Receive<Command> createReceive() {
    return ByType.<Command>builder()
        .onMessage(DeviceFinished.class, this::onDeviceFinished)
        .onMessage(AllocatorDrained.class, this::onAllocatorDrained)
        .onMessage(AtomicPoolDrained.class, this::onAtomicPoolDrained)
        .onMessage(GrowthSeen.class, this::onGrowthSeen)
        .onMessage(Inspection.Read.class, this::onRead)
        .onMessage(SampleCounters.class, this::onSampleCounters)
        .onMessage(Stop.class, this::onStop)
        .onMessage(MessageLost.class, this::onMessageLost)
        .onMessage(LossConfirmed.class, this::onLossConfirmed)
        .onSignal(ChildFailed.class, this::onChildFailed)
        .onSignal(Terminated.class, this::onChildStopped)
        .build();
  }

  // The course of a run.

  private void startRun() {
    run++;
    reports.clear();
    results.begin(timeline.nowNs());
    var finished = getContext().messageAdapter(Device.Finished.class, DeviceFinished::new);
    machine.devices().forEach(device -> device.tell(new Device.StartRun(run, finished)));
    if (observer.hearsSamples()) {
      sampleLater();
    }
  }

  private Behavior<Command> onDeviceFinished(DeviceFinished device) {
    reports.add(device.finished.report());
    if (reports.size() == machine.devices().size()) {
      results.jobsEnded(timeline.nowNs());
      drainAllocators();
    }
    return this;
  }

  /**
   * Before the first run: until the first pools are published; after each: until all is at rest.
   */
  private void drainAllocators() {
    undrained = machine.allocators().size();
    var drained = getContext().messageAdapter(Allocator.Drained.class, AllocatorDrained::new);
    var leaked = reports.stream().mapToInt(r -> r.slots().leakedTransientPools()).sum();
    machine.allocators().forEach(a -> a.tell(new Allocator.Drain(leaked, drained)));
  }

  private Behavior<Command> onAllocatorDrained(AllocatorDrained allocator) {
    undrained--;
    if (undrained == 0) {
      machine
          .atomicPool()
          .tell(
              new AtomicPool.Drain(
                  getContext().messageAdapter(AtomicPool.Drained.class, AtomicPoolDrained::new)));
    }
    return this;
  }

  private Behavior<Command> onAtomicPoolDrained(AtomicPoolDrained drained) {
    if (run == 0) {
      startRun();
      return this;
    }
    inspection.begin();
    return this;
  }

  /** Of the default allocator, since restricted ones never grow. */
  private Behavior<Command> onGrowthSeen(GrowthSeen seen) {
    results.grew(seen.noted.step());
    observer.grew(seen.noted.step());
    return this;
  }

  private Behavior<Command> onRead(Inspection.Read read) {
    return inspection.isComplete(read) ? endRun() : this;
  }

  private Behavior<Command> endRun() {
    if (firstLost != null) {
      return failedForLoss();
    }
    var atRest = inspection.seen();
    if (scenario.invariants()) {
      new Invariants(atRest.allocators(), atRest.pools(), leakedSlots())
          .broken()
          .forEach(observer::invariantBroken);
    }
    observer.runEnded(results.result(reports, atRest, machine));
    if (isStopping || run == scenario.runs()) {
      return Behaviors.stopped();
    }
    startRun();
    return this;
  }

  private Map<String, Long> leakedSlots() {
    var leaked = new TreeMap<String, Long>();
    for (var report : reports) {
      leaked.merge(
          machine.allocatorOf(report.device()).actor(), report.slots().leaked(), Long::sum);
    }
    return leaked;
  }

  private Behavior<Command> onStop(Stop stop) {
    isStopping = true;
    machine.devices().forEach(device -> device.tell(new Device.StopRun()));
    return this;
  }

  // Counters over time.

  private void sampleLater() {
    timers.startSingleTimer(
        new SampleCounters(run), Duration.ofNanos(scenario.countersIntervalNs()));
  }

  private Behavior<Command> onSampleCounters(SampleCounters sample) {
    if (sample.run == run && reports.size() < machine.devices().size()) {
      sampler.sample(run);
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
      observer.failed(
          firstLost.receiver(),
          new IllegalStateException("nobody took the message " + firstLost.message()));
    }
    return Behaviors.stopped();
  }

  private Behavior<Command> onChildFailed(ChildFailed signal) {
    var failure = ActorFailedException.of(signal);
    observer.failed(failure.path(), causeOf(failure));
    return Behaviors.stopped();
  }

  private Behavior<Command> onChildStopped(Terminated signal) {
    var path = ActorPaths.of(signal.getRef());
    observer.failed(path, new IllegalStateException("stopped before the simulation ended"));
    return Behaviors.stopped();
  }

  private static Throwable causeOf(ActorFailedException failure) {
    var cause = failure.getCause();
    return cause == null ? failure : cause;
  }
}
