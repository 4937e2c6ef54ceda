package swiotlb.actor.device;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.kernel.slot.Admission;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.time.ByType;
import swiotlb.time.Timeline;
import swiotlb.workload.DriverSpec;

/**
 * A device with its driver: maps buffers, transfers, unmaps. It runs the jobs of a scenario, and it
 * maps and unmaps on command where a recording says when.
 */
public final class Device extends AbstractBehavior<MapClient.Message> {

  /** What it can be asked, beside the answers of the allocator. */
  public sealed interface Command extends MapClient.Message
      permits StartRun,
          StopRun,
          Map,
          AllocatePages,
          Adopt,
          AdoptTransient,
          Retract,
          Unmap,
          Sync,
          TransferDone,
          GaveBack,
          Retry,
          Reset,
          Remove,
          CpuWake,
          NextRequest,
          Cpu.Reply {}

  /** The jobs of a run begin. */
  public record StartRun(int run, ActorRef<Finished> replyTo) implements Command {}

  /** No further request of the jobs begins; the run ends with those in flight. */
  public record StopRun() implements Command {}

  /**
   * A buffer is mapped on command, and stays until it is unmapped on command.
   *
   * @param checksReach whether an address beyond the device's reach makes the mapping fail
   */
  public record Map(
      long mapping,
      int cpu,
      boolean interrupt,
      long originalAddress,
      long sizeBytes,
      long allocAlignMask,
      boolean checksReach,
      ActorRef<Outcome> replyTo)
      implements Command {}

  /** Pages are allocated from the device's restricted pool, and stay until they are unmapped. */
  public record AllocatePages(long mapping, int cpu, long sizeBytes, ActorRef<Outcome> replyTo)
      implements Command {}

  /**
   * A buffer is placed where a recording says it was.
   *
   * @param slot the first reserved slot, padding included
   */
  public record Adopt(
      long mapping,
      int cpu,
      boolean interrupt,
      long originalAddress,
      long sizeBytes,
      ActorRef<Area.Command> area,
      int slot,
      ActorRef<Outcome> replyTo)
      implements Command {}

  /** A buffer gets a transient pool, as a recording says it did. */
  public record AdoptTransient(
      long mapping,
      int cpu,
      boolean interrupt,
      long originalAddress,
      long sizeBytes,
      ActorRef<Outcome> replyTo)
      implements Command {}

  /** A mapping on command is taken back as if its slots had never been found. */
  public record Retract(long mapping) implements Command {}

  /** A buffer that was mapped on command is given back. */
  public record Unmap(long mapping) implements Command {}

  /** Part of a buffer that was mapped on command is copied either way. */
  public record Sync(long mapping, long offset, long bytes, ActorRef<Outcome> replyTo)
      implements Command {}

  /**
   * The device has moved the bytes of a request.
   *
   * @param mapping of the request's first buffer
   * @param transfer counts its transfers
   * @param beganNs when its buffers were ready for the device
   */
  record TransferDone(long mapping, int transfer, long beganNs) implements Command {}

  /** The CPU has done what remained after the last buffer of a request was given back. */
  record GaveBack(long request) implements Command {}

  /**
   * It is time for another try of a request that could not be mapped.
   *
   * @param mapping that failed
   * @param reason why; null if the device was reset or is gone
   */
  record Retry(long request, long mapping, @Nullable FailureReason reason) implements Command {}

  /** The device is reset under its live mappings. */
  record Reset(int run) implements Command {}

  /** The device is pulled out. */
  record Remove() implements Command {}

  /** Work on a CPU of the device's own is done, and other work waits. */
  record CpuWake(int cpu) implements Command {}

  /** It is time for the next request of a thread. */
  record NextRequest(int run, int thread) implements Command {}

  /** All jobs of a run have ended and every buffer is unmapped. */
  public record Finished(int run, DeviceReport report) {}

  /** What came of a command. */
  public sealed interface Outcome {
    /** The mapping of the command. */
    long mapping();
  }

  /** The buffer is mapped. */
  public record Mapped(long mapping, int pool, PoolGeometry geometry, int slot, Demand demand)
      implements Outcome {}

  /** It could not be. */
  public record Failed(long mapping, FailureReason reason) implements Outcome {}

  /** The buffer is given back. */
  public record Unmapped(long mapping, boolean wasTransient) implements Outcome {}

  /** Part of a buffer was copied: so many bytes, from or to this address of the caller. */
  public record Synced(long mapping, long bytes, long originalAddress) implements Outcome {}

  /**
   * What a device is made with.
   *
   * @param name unique in the simulation
   * @param number unique in the simulation, from 0
   * @param devices how many there are: numbers of mappings are unique over all of them
   * @param needsDecrypted whether memory is encrypted and it cannot read what is not shared
   * @param sharedCpus CPUs that other devices use too, by number
   * @param counters of its allocator
   * @param memoryBytes of the machine, in which callers' buffers lie
   */
  public record Settings(
      String name,
      int number,
      int devices,
      DeviceLimits limits,
      long allocAlignMask,
      Admission.Bouncing bouncing,
      boolean needsDecrypted,
      DeviceCosts costs,
      DriverSpec driver,
      java.util.Map<Integer, ActorRef<Cpu.Command>> sharedCpus,
      long seed,
      long memoryBytes,
      SlotCounters counters,
      PoolList.SearchRounds rounds,
      Timeline timeline) {}

  private final Settings settings;
  private final Mappings mappings;
  private final Jobs jobs;
  private final Cpus cpus;
  private @Nullable StartRun postponed;
  private boolean knowsPools;

  private Device(
      ActorContext<MapClient.Message> context,
      Settings settings,
      ActorRef<Allocator.Command> allocator) {
    super(context);
    this.settings = settings;
    this.mappings =
        new Mappings(
            settings.limits,
            settings.needsDecrypted,
            settings.counters,
            settings.timeline,
            PoolList.empty(settings.rounds),
            allocator.narrow(),
            context.getSelf().narrow());
    this.cpus = new Cpus(settings.sharedCpus, settings.timeline, context.getSelf());
    this.jobs = new Jobs(settings, mappings, cpus, context.getSelf());
    allocator.tell(new Allocator.Subscribe(context.getSelf().narrow()));
  }

  /** A device that has not begun anything. */
  public static Behavior<MapClient.Message> create(
      Settings settings, ActorRef<Allocator.Command> allocator) {
    return Behaviors.setup(context -> new Device(context, settings, allocator));
  }

  @Override
  public Receive<MapClient.Message> createReceive() {
    return ByType.<MapClient.Message>builder()
        .onMessage(MapClient.Mapped.class, this::onMapped)
        .onMessage(TransferDone.class, this::onTransferDone)
        .onMessage(MapClient.Unmapped.class, this::onUnmapped)
        .onMessage(MapClient.MapFailed.class, this::onMapFailed)
        .onMessage(CpuWake.class, this::onCpuWake)
        .onMessage(Cpu.Granted.class, this::onCpuGranted)
        .onMessage(NextRequest.class, this::onNextRequest)
        .onMessage(GaveBack.class, this::onGaveBack)
        .onMessage(Retry.class, this::onRetry)
        .onMessage(MapClient.Waits.class, this::onWaits)
        .onMessage(Cpu.Interrupted.class, this::onCpuInterrupted)
        .onMessage(Cpu.Resumed.class, this::onCpuResumed)
        .onMessage(Reset.class, this::onReset)
        .onMessage(Remove.class, this::onRemove)
        .onMessage(MapClient.PoolsPublished.class, this::onPoolsPublished)
        .onMessage(MapClient.Synced.class, this::onSynced)
        .onMessage(StartRun.class, this::onStartRun)
        .onMessage(StopRun.class, this::onStopRun)
        .onMessage(Map.class, this::onMap)
        .onMessage(AllocatePages.class, this::onAllocatePages)
        .onMessage(Adopt.class, this::onAdopt)
        .onMessage(AdoptTransient.class, this::onAdoptTransient)
        .onMessage(Retract.class, this::onRetract)
        .onMessage(Unmap.class, this::onUnmap)
        .onMessage(Sync.class, this::onSync)
        .build();
  }

  // The answers of the allocator.

  private Behavior<MapClient.Message> onMapped(MapClient.Mapped answer) {
    mappings.onMapped(answer);
    return this;
  }

  private Behavior<MapClient.Message> onMapFailed(MapClient.MapFailed answer) {
    mappings.onMapFailed(answer);
    return this;
  }

  private Behavior<MapClient.Message> onUnmapped(MapClient.Unmapped answer) {
    mappings.onUnmapped(answer);
    return this;
  }

  private Behavior<MapClient.Message> onWaits(MapClient.Waits answer) {
    mappings.onWaits(answer);
    return this;
  }

  private Behavior<MapClient.Message> onPoolsPublished(MapClient.PoolsPublished published) {
    mappings.onPoolsPublished(published);
    knowsPools = true;
    if (postponed != null) {
      jobs.begin(postponed);
      postponed = null;
    }
    return this;
  }

  private Behavior<MapClient.Message> onSynced(MapClient.Synced answer) {
    mappings.onSynced(answer);
    return this;
  }

  // Jobs.

  private Behavior<MapClient.Message> onStartRun(StartRun start) {
    if (knowsPools) {
      jobs.begin(start);
    } else {
      postponed = start;
    }
    return this;
  }

  private Behavior<MapClient.Message> onStopRun(StopRun stop) {
    jobs.stop();
    return this;
  }

  private Behavior<MapClient.Message> onNextRequest(NextRequest next) {
    jobs.next(next);
    return this;
  }

  private Behavior<MapClient.Message> onTransferDone(TransferDone done) {
    jobs.transferDone(done);
    return this;
  }

  private Behavior<MapClient.Message> onGaveBack(GaveBack gave) {
    jobs.gaveBack(gave);
    return this;
  }

  private Behavior<MapClient.Message> onRetry(Retry retry) {
    jobs.retry(retry);
    return this;
  }

  private Behavior<MapClient.Message> onReset(Reset reset) {
    jobs.reset(reset);
    return this;
  }

  private Behavior<MapClient.Message> onRemove(Remove remove) {
    jobs.remove();
    return this;
  }

  // CPUs.

  private Behavior<MapClient.Message> onCpuWake(CpuWake wake) {
    cpus.onWake(wake);
    return this;
  }

  private Behavior<MapClient.Message> onCpuGranted(Cpu.Granted granted) {
    jobs.required(granted.work()).granted();
    return this;
  }

  private Behavior<MapClient.Message> onCpuInterrupted(Cpu.Interrupted interrupted) {
    jobs.inFlight(interrupted.work()).ifPresent(IoRequest::interrupted);
    return this;
  }

  private Behavior<MapClient.Message> onCpuResumed(Cpu.Resumed resumed) {
    jobs.inFlight(resumed.work()).ifPresent(request -> request.resumed(resumed.endNs()));
    return this;
  }

  // Commands.

  private Behavior<MapClient.Message> onMap(Map map) {
    var demand =
        Demand.ofBuffer(settings.limits, map.originalAddress, map.sizeBytes, map.allocAlignMask);
    mappings.bounce(
        commanded(map.mapping, map.cpu, map.interrupt, demand, map.checksReach, map.replyTo),
        settings.timeline.nowNs());
    return this;
  }

  private Behavior<MapClient.Message> onAllocatePages(AllocatePages pages) {
    var demand = Demand.ofPages(settings.limits, pages.sizeBytes);
    mappings.bounce(
        commanded(pages.mapping, pages.cpu, false, demand, false, pages.replyTo),
        settings.timeline.nowNs());
    return this;
  }

  private Behavior<MapClient.Message> onAdopt(Adopt adopt) {
    var demand = Demand.ofBuffer(settings.limits, adopt.originalAddress, adopt.sizeBytes, 0);
    mappings.adopt(
        commanded(adopt.mapping, adopt.cpu, adopt.interrupt, demand, false, adopt.replyTo),
        adopt.area,
        adopt.slot);
    return this;
  }

  private Behavior<MapClient.Message> onAdoptTransient(AdoptTransient adopt) {
    var demand = Demand.ofBuffer(settings.limits, adopt.originalAddress, adopt.sizeBytes, 0);
    mappings.adoptTransient(
        commanded(adopt.mapping, adopt.cpu, adopt.interrupt, demand, false, adopt.replyTo));
    return this;
  }

  private Mapping commanded(
      long id,
      int cpu,
      boolean interrupt,
      Demand demand,
      boolean checksReach,
      ActorRef<Outcome> replyTo) {
    var mapping =
        new Mapping(new CommandedUser(replyTo))
            .begin(id, cpu, interrupt, demand, settings.timeline.nowNs());
    mappings.begin(mapping);
    return checksReach ? mapping.checkingReach() : mapping;
  }

  private Behavior<MapClient.Message> onRetract(Retract retract) {
    mappings.retract(mappings.required(retract.mapping));
    return this;
  }

  private Behavior<MapClient.Message> onUnmap(Unmap unmap) {
    mappings.unmap(mappings.required(unmap.mapping));
    return this;
  }

  private Behavior<MapClient.Message> onSync(Sync sync) {
    var mapping = mappings.required(sync.mapping);
    if (mapping.user() instanceof CommandedUser user) {
      user.syncing(sync.replyTo);
    }
    mappings.sync(mapping, sync.offset, sync.bytes, settings.timeline.nowNs());
    return this;
  }
}
