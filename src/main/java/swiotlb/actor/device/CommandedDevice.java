package swiotlb.actor.device;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.time.ByType;
import swiotlb.time.Timeline;

/**
 * A device that maps and unmaps on command: where golden traces and recordings say when, and the
 * driver's own costs are nobody's question.
 */
public final class CommandedDevice extends AbstractBehavior<MapClient.Message> {

  /** What it can be asked, beside the answers of the allocator. */
  public sealed interface Command extends MapClient.Message {}

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

  private final DeviceSpec spec;
  private final Mappings mappings;
  private final CommandedMappings commanded = new CommandedMappings();
  private final Timeline timeline;

  private CommandedDevice(
      ActorContext<MapClient.Message> context,
      DeviceSpec spec,
      Surroundings around,
      ActorRef<Allocator.Command> allocator) {
    super(context);
    this.spec = spec;
    this.timeline = around.timeline();
    this.mappings =
        new Mappings(spec, around, commanded, allocator.narrow(), context.getSelf().narrow());
    allocator.tell(new Allocator.Subscribe(context.getSelf().narrow()));
  }

  /** A device without mappings. */
  public static Behavior<MapClient.Message> create(
      DeviceSpec spec, Surroundings around, ActorRef<Allocator.Command> allocator) {
    return Behaviors.setup(context -> new CommandedDevice(context, spec, around, allocator));
  }

  @Override
  public Receive<MapClient.Message> createReceive() {
    return ByType.<MapClient.Message>builder()
        .onMessage(Map.class, this::onMap)
        .onMessage(AllocatePages.class, this::onAllocatePages)
        .onMessage(Adopt.class, this::onAdopt)
        .onMessage(AdoptTransient.class, this::onAdoptTransient)
        .onMessage(Retract.class, this::onRetract)
        .onMessage(Unmap.class, this::onUnmap)
        .onMessage(Sync.class, this::onSync)
        .onMessage(MapClient.Mapped.class, this::onMapped)
        .onMessage(MapClient.MapFailed.class, this::onMapFailed)
        .onMessage(MapClient.Unmapped.class, this::onUnmapped)
        .onMessage(MapClient.Waits.class, this::onWaits)
        .onMessage(MapClient.Throttled.class, this::onThrottled)
        .onMessage(MapClient.Admitted.class, this::onAdmitted)
        .onMessage(MapClient.Synced.class, this::onSynced)
        .onMessage(MapClient.PoolsPublished.class, this::onPoolsPublished)
        .build();
  }

  // Commands.

  private Behavior<MapClient.Message> onMap(Map map) {
    var demand =
        Demand.ofBuffer(spec.limits(), map.originalAddress, map.sizeBytes, map.allocAlignMask);
    mappings.bounce(
        commanded(map.mapping, map.cpu, map.interrupt, demand, map.checksReach, map.replyTo),
        timeline.nowNs());
    return this;
  }

  private Behavior<MapClient.Message> onAllocatePages(AllocatePages pages) {
    var demand = Demand.ofPages(spec.limits(), pages.sizeBytes);
    mappings.bounce(
        commanded(pages.mapping, pages.cpu, false, demand, false, pages.replyTo), timeline.nowNs());
    return this;
  }

  private Behavior<MapClient.Message> onAdopt(Adopt adopt) {
    var demand = Demand.ofBuffer(spec.limits(), adopt.originalAddress, adopt.sizeBytes, 0);
    mappings.adopt(
        commanded(adopt.mapping, adopt.cpu, adopt.interrupt, demand, false, adopt.replyTo),
        adopt.area,
        adopt.slot);
    return this;
  }

  private Behavior<MapClient.Message> onAdoptTransient(AdoptTransient adopt) {
    var demand = Demand.ofBuffer(spec.limits(), adopt.originalAddress, adopt.sizeBytes, 0);
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
        new Mapping(new CommandedUser(replyTo)).begin(id, cpu, interrupt, demand, timeline.nowNs());
    commanded.begin(mapping);
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
    mappings.sync(mapping, sync.offset, sync.bytes, timeline.nowNs());
    return this;
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

  private Behavior<MapClient.Message> onSynced(MapClient.Synced answer) {
    mappings.onSynced(answer);
    return this;
  }

  private Behavior<MapClient.Message> onThrottled(MapClient.Throttled answer) {
    mappings.onThrottled(answer);
    return this;
  }

  private Behavior<MapClient.Message> onAdmitted(MapClient.Admitted answer) {
    mappings.onAdmitted(answer);
    return this;
  }

  private Behavior<MapClient.Message> onPoolsPublished(MapClient.PoolsPublished published) {
    mappings.onPoolsPublished(published);
    return this;
  }
}
