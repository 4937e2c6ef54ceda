package swiotlb.experiment.golden;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import swiotlb.device.Device;
import swiotlb.device.DeviceCosts;
import swiotlb.memory.AtomicPool;
import swiotlb.memory.PageAllocator;
import swiotlb.metrics.SlotCounters;
import swiotlb.pool.ActorFailedException;
import swiotlb.pool.Allocator;
import swiotlb.pool.AreaCosts;
import swiotlb.pool.ExhaustionPolicy;
import swiotlb.pool.Grower;
import swiotlb.pool.GrowthCosts;
import swiotlb.pool.MapClient;
import swiotlb.pool.PoolList;
import swiotlb.slot.Admission;
import swiotlb.slot.PoolGeometry;
import swiotlb.time.Schedule;
import swiotlb.time.Timeline;
import swiotlb.time.VirtualTime;
import swiotlb.workload.golden.GoldenHeader;

/**
 * The machine of a golden trace as actors in virtual time: a worker that runs on command, a page
 * allocator that answers from a script, no costs. Not thread-safe.
 */
final class Rig implements AutoCloseable {
  static final String DEFAULT = "";

  private final GoldenHeader header;
  private final GoldenHeader.Machine machine;
  private final VirtualTime time;
  private final List<Object> answers = new ArrayList<>();
  private final Map<String, ActorRef<Allocator.Command>> allocators = new LinkedHashMap<>();
  private final Map<String, ActorRef<MapClient.Message>> devices = new LinkedHashMap<>();
  private final PoolList.SearchRounds rounds;
  private int nextPoolNumber;
  private @Nullable ActorRef<AtomicPool.Command> atomicPool;
  private @Nullable ActorRef<Object> listener;

  Rig(GoldenHeader header, GoldenHeader.Machine machine, PageScript script) {
    this(header, machine, script, new VirtualTime(Schedule.inOrder(), null));
  }

  Rig(GoldenHeader header, GoldenHeader.Machine machine, PageScript script, VirtualTime time) {
    this.header = header;
    this.machine = machine;
    this.time = time;
    this.rounds = new PoolList.SearchRounds(machine.staticBuild(), machine.defaultAreas());
    time.start(timeline -> guardian(timeline, script), "golden");
    time.run();
  }

  private Behavior<Object> guardian(Timeline timeline, PageScript script) {
    return Behaviors.setup(
        context -> {
          listener = context.getSelf();
          spawnAll(context, timeline, script);
          return Behaviors.receive(Object.class)
              .onSignal(
                  ChildFailed.class,
                  signal -> {
                    throw ActorFailedException.of(signal);
                  })
              .onAnyMessage(
                  message -> {
                    answers.add(message);
                    return Behaviors.same();
                  })
              .build();
        });
  }

  private void spawnAll(ActorContext<Object> context, Timeline timeline, PageScript script) {
    var pages = context.spawn(PageAllocator.create(script), "page-allocator");
    var atomic =
        context.spawn(
            AtomicPool.create(
                new AtomicPool.Settings(machine.deferredGrace() ? -1 : 0, machine.dmaZoneLimit()),
                timeline,
                pages),
            "atomic-pool");
    atomicPool = atomic;
    var counters = new LinkedHashMap<String, SlotCounters>();
    var first = Optional.ofNullable(machine.defaultPool()).map(g -> firstPool(0, g));
    nextPoolNumber = first.isPresent() ? 1 : 0;
    for (var restricted : header.restricted()) {
      nextPoolNumber = Math.max(nextPoolNumber, restricted.pool() + 1);
    }
    var settings = settings(machine.mayGrow(), timeline);
    counters.put(DEFAULT, settings.counters());
    allocators.put(
        DEFAULT,
        context.spawn(
            Allocator.create(settings, first, () -> nextPoolNumber++, pages, atomic), "allocator"));
    for (var restricted : header.restricted()) {
      var own = settings(false, timeline);
      counters.put(restricted.allocator(), own.counters());
      allocators.put(
          restricted.allocator(),
          context.spawn(
              Allocator.create(
                  own,
                  Optional.of(firstPool(restricted.pool(), restricted.geometry())),
                  () -> nextPoolNumber++,
                  pages,
                  atomic),
              "restricted-" + restricted.pool()));
    }
    allocators.values().forEach(context::watch);
    for (var device : header.devices().values()) {
      spawnDevice(context, timeline, device, counters);
    }
  }

  private void spawnDevice(
      ActorContext<Object> context,
      Timeline timeline,
      GoldenHeader.Device device,
      Map<String, SlotCounters> counters) {
    var name = device.allocator() == null ? DEFAULT : device.allocator();
    var own = counters.get(name);
    if (own == null) {
      throw new IllegalArgumentException(
          "device \"" + device.id() + "\" names allocator \"" + name + "\", which is not declared");
    }
    var number = devices.size();
    var settings =
        new Device.Settings(
            device.id(),
            number,
            device.limits(),
            0,
            Admission.Bouncing.ALWAYS,
            DeviceCosts.FREE,
            List.of(),
            0,
            0,
            own,
            rounds,
            timeline);
    var actor = context.spawn(Device.create(settings, allocator(name)), "device-" + number);
    context.watch(actor);
    devices.put(device.id(), actor);
  }

  private static Allocator.FirstPool firstPool(int number, PoolGeometry geometry) {
    return new Allocator.FirstPool(number, geometry);
  }

  private Allocator.Settings settings(boolean mayGrow, Timeline timeline) {
    return new Allocator.Settings(
        mayGrow,
        true,
        rounds,
        new ExhaustionPolicy.TakeTransient(),
        AreaCosts.FREE,
        SlotCounters.plain(),
        new Grower.Settings(
            machine.defaultSlots(),
            machine.defaultAreas(),
            machine.maxPageOrder(),
            machine.physLimit(),
            machine.dmaZoneLimit(),
            GrowthCosts.FREE,
            timeline));
  }

  ActorRef<Allocator.Command> allocator(String name) {
    var allocator = allocators.get(name);
    if (allocator == null) {
      throw new IllegalArgumentException("the header declares no allocator \"" + name + "\"");
    }
    return allocator;
  }

  ActorRef<MapClient.Message> device(String id) {
    var device = devices.get(id);
    if (device == null) {
      throw new IllegalArgumentException("the header declares no device \"" + id + "\"");
    }
    return device;
  }

  Iterable<ActorRef<Allocator.Command>> allocators() {
    return allocators.values();
  }

  ActorRef<AtomicPool.Command> atomicPool() {
    if (atomicPool == null) {
      throw new IllegalStateException("the system has not started");
    }
    return atomicPool;
  }

  /** Where answers go. */
  <T> ActorRef<T> replyTo() {
    if (listener == null) {
      throw new IllegalStateException("the system has not started");
    }
    return listener.narrow();
  }

  /** Sends a message and lets everything that follows from it happen. */
  <M> void tell(ActorRef<M> to, M message) {
    to.tell(message);
    time.run();
  }

  /** Sends a message and takes the one answer that must follow from it. */
  <M, A> A ask(ActorRef<M> to, M message, Class<A> answer) {
    answers.clear();
    tell(to, message);
    if (answers.size() != 1 || !answer.isInstance(answers.get(0))) {
      throw new IllegalStateException(message + " was answered by " + answers);
    }
    return answer.cast(answers.get(0));
  }

  @Override
  public void close() {
    time.close();
  }
}
