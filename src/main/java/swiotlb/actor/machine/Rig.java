package swiotlb.actor.machine;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.device.Device;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.GracePeriod;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.actor.pool.ActorFailedException;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.AreaCosts;
import swiotlb.actor.pool.Grower;
import swiotlb.actor.pool.GrowthCosts;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.kernel.page.PageSource;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.time.MessageSink;
import swiotlb.time.Schedule;
import swiotlb.time.Timeline;
import swiotlb.time.VirtualTime;

/**
 * A machine as actors in virtual time, without costs: a worker that runs on command, a page
 * allocator with answers of the caller's. Time stands still until the caller lets it pass. Not
 * thread-safe.
 */
public final class Rig implements AutoCloseable {
  /** The allocator of devices that have none of their own. */
  public static final String DEFAULT = "";

  /** A worker takes a moment, so that it is the caller who says when its pool is published. */
  private static final GrowthCosts A_MOMENT = new GrowthCosts(0, 0, 1, 0);

  private final RigSettings machine;
  private final VirtualTime time;
  private final List<Object> answers = new ArrayList<>();
  private final Map<String, ActorRef<Allocator.Command>> allocators = new LinkedHashMap<>();
  private final Map<String, ActorRef<MapClient.Message>> devices = new LinkedHashMap<>();
  private final PoolList.SearchRounds rounds;
  private int nextPoolNumber;
  private @Nullable ActorRef<AtomicPool.Command> atomicPool;
  private @Nullable ActorRef<Object> listener;
  private @Nullable ActorFailedException failure;

  /**
   * A machine after set-up.
   *
   * @param sink receives every message, or null
   * @throws IllegalArgumentException if a device names an allocator that there is not
   */
  public Rig(RigSettings machine, PageSource pages, @Nullable MessageSink sink) {
    this.machine = machine;
    this.time = new VirtualTime(Schedule.inOrder(), sink);
    this.rounds = new PoolList.SearchRounds(machine.staticBuild(), machine.defaultAreas());
    for (var device : machine.devices()) {
      requireAllocator(device);
    }
    time.start(timeline -> guardian(timeline, pages), "rig");
    time.run();
  }

  private void requireAllocator(RigSettings.Device device) {
    var name = device.allocator();
    if (!name.equals(DEFAULT)
        && machine.restricted().stream().noneMatch(r -> r.allocator().equals(name))) {
      throw new IllegalArgumentException(
          "device \""
              + device.name()
              + "\" names allocator \""
              + name
              + "\", which is not declared");
    }
  }

  private Behavior<Object> guardian(Timeline timeline, PageSource script) {
    return Behaviors.setup(
        context -> {
          listener = context.getSelf();
          spawnAll(context, timeline, script);
          return Behaviors.receive(Object.class)
              .onSignal(
                  ChildFailed.class,
                  signal -> {
                    failure = ActorFailedException.of(signal);
                    return Behaviors.stopped();
                  })
              .onAnyMessage(
                  message -> {
                    answers.add(message);
                    return Behaviors.same();
                  })
              .build();
        });
  }

  private void spawnAll(ActorContext<Object> context, Timeline timeline, PageSource script) {
    var pages = context.spawn(PageAllocator.create(script), "page-allocator");
    var atomic =
        context.spawn(
            AtomicPool.create(
                new AtomicPool.Settings(
                    machine.graceOnCommand() ? GracePeriod.ON_COMMAND : GracePeriod.NONE,
                    machine.dmaZoneLimit()),
                timeline,
                pages),
            "atomic-pool");
    atomicPool = atomic;
    var counters = new LinkedHashMap<String, SlotCounters>();
    var first = machine.defaultPool().map(g -> firstPool(0, g));
    nextPoolNumber = first.isPresent() ? 1 : 0;
    for (var restricted : machine.restricted()) {
      nextPoolNumber = Math.max(nextPoolNumber, restricted.pool() + 1);
    }
    var settings = settings(machine.mayGrow(), timeline);
    counters.put(DEFAULT, settings.counters());
    allocators.put(
        DEFAULT,
        context.spawn(
            Allocator.create(settings, first, () -> nextPoolNumber++, pages, atomic), "allocator"));
    for (var restricted : machine.restricted()) {
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
    context.watch(pages);
    context.watch(atomic);
    allocators.values().forEach(context::watch);
    for (var device : machine.devices()) {
      spawnDevice(context, timeline, device, counters);
    }
  }

  private void spawnDevice(
      ActorContext<Object> context,
      Timeline timeline,
      RigSettings.Device device,
      Map<String, SlotCounters> counters) {
    var own = Objects.requireNonNull(counters.get(device.allocator()));
    var number = devices.size();
    var settings =
        Device.Settings.onCommand(device.name(), number, device.limits(), own, rounds, timeline);
    var actor =
        context.spawn(Device.create(settings, allocator(device.allocator())), "device-" + number);
    context.watch(actor);
    devices.put(device.name(), actor);
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
        false,
        SlotCounters.plain(),
        new Grower.Settings(
            machine.defaultSlots(),
            machine.defaultAreas(),
            machine.maxPageOrder(),
            machine.physLimit(),
            machine.dmaZoneLimit(),
            A_MOMENT,
            timeline));
  }

  /**
   * An allocator by its name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ActorRef<Allocator.Command> allocator(String name) {
    var allocator = allocators.get(name);
    if (allocator == null) {
      throw new IllegalArgumentException("there is no allocator \"" + name + "\"");
    }
    return allocator;
  }

  /**
   * A device by its name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ActorRef<MapClient.Message> device(String name) {
    var device = devices.get(name);
    if (device == null) {
      throw new IllegalArgumentException("there is no device \"" + name + "\"");
    }
    return device;
  }

  /** All allocators, the default one first. */
  public List<ActorRef<Allocator.Command>> allocators() {
    return List.copyOf(allocators.values());
  }

  /** Where transient memory comes from. */
  public ActorRef<AtomicPool.Command> atomicPool() {
    return Objects.requireNonNull(atomicPool, "the system has not started");
  }

  /** Where answers go. */
  public <T> ActorRef<T> replyTo() {
    return Objects.requireNonNull(listener, "the system has not started").narrow();
  }

  /** Sends a message and lets happen what follows from it at this instant. */
  public <M> void tell(ActorRef<M> to, M message) {
    to.tell(message);
    time.runInstant();
  }

  /** Lets time pass until nothing is under way. */
  public void letTimePass() {
    time.run();
  }

  /** Sends a message and takes the one answer that must follow from it at this instant. */
  public <M, A> A ask(ActorRef<M> to, M message, Class<A> answer) {
    answers.clear();
    tell(to, message);
    return taken(message, answer);
  }

  /** Sends a message, lets time pass, and takes the one answer that must follow from it. */
  public <M, A> A askAndWait(ActorRef<M> to, M message, Class<A> answer) {
    answers.clear();
    to.tell(message);
    time.run();
    return taken(message, answer);
  }

  /**
   * The answer to a message.
   *
   * @throws ActorFailedException if an actor failed, whatever the message was
   */
  private <A> A taken(Object message, Class<A> answer) {
    if (failure != null) {
      throw failure;
    }
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
