package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Refusal;
import swiotlb.kernel.slot.SearchOrder;
import swiotlb.time.ByType;
import swiotlb.time.Timeline;

/**
 * Owns the slots of one area of a lasting pool, or of adjacent areas that share slot sets, and
 * nobody else does. A request that finds none is passed on to the next area of its search.
 */
public final class Area extends AbstractBehavior<Area.Command> implements SlotOwner {

  /** What it can be asked. */
  public sealed interface Command {}

  /** What one buffer needs of it; all that a {@link TransientArea} is asked. */
  public sealed interface OfBuffer extends Command {}

  /**
   * Slots are wanted.
   *
   * @param pools the list of pools by which this round of the search goes
   * @param stop of the search at which this area stands
   * @param closest the refusal that came closest so far; null before the first
   * @param largestFreeRun longest free run met so far
   * @param cost spent so far
   * @param refusedBy what the area said that passed it on; null at the first area of a search, and
   *     where a new pool goes before the area that was asked
   */
  public record MapRequest(
      Request request,
      PoolList pools,
      long stop,
      @Nullable Refusal closest,
      int largestFreeRun,
      SearchCost cost,
      @Nullable Refused refusedBy)
      implements OfBuffer {
    /** A request at the first stop of its search; there is one. */
    public static MapRequest first(Request request, PoolList pools) {
      return new MapRequest(request, pools, pools.firstOf(0), null, 0, SearchCost.NONE, null);
    }

    /** A request that was refused everywhere and searches once more from the beginning. */
    static MapRequest again(Allocator.Exhausted refused, PoolList pools) {
      return new MapRequest(
          refused.request(), pools, pools.firstOf(0), refused.closest(), 0, refused.cost(), null);
    }
  }

  /**
   * In which state a request left an area.
   *
   * @param area number within its pool
   * @param usedSlots of the area
   * @param hint of the area: where its next search begins
   * @param lockWaitNs time for which the request waited for the area's lock
   */
  public record Left(int area, int usedSlots, int hint, long lockWaitNs) {}

  /**
   * What an area said that had no slots for a request.
   *
   * @param largestFreeRun longest free run within a slot set
   */
  public record Refused(Left left, Refusal reason, int largestFreeRun) {}

  /**
   * A buffer is given back.
   *
   * @param slot the first reserved slot, padding included
   * @param copyInNs what its driver spent on copying into it when it was mapped
   * @param lookUpNs … on looking for its pool, just now
   * @param copyBackNs … on copying out of it, just now
   */
  public record Unmap(
      long mapping,
      int slot,
      long copyInNs,
      long lookUpNs,
      long copyBackNs,
      ActorRef<MapClient.Reply> client)
      implements OfBuffer {
    /** One whose driver spent nothing. */
    public Unmap(long mapping, int slot, ActorRef<MapClient.Reply> client) {
      this(mapping, slot, 0, 0, 0, client);
    }
  }

  /**
   * Part of a buffer is to be copied either way.
   *
   * @param address within the bounce buffer
   */
  public record Sync(long mapping, long address, long bytes, ActorRef<MapClient.Reply> client)
      implements OfBuffer {}

  /**
   * A buffer is placed where a recording says it was, without a search; refused if not all of its
   * slots are free.
   *
   * @param slot the first reserved slot, padding included
   */
  public record Adopt(Request request, int slot) implements Command {}

  /**
   * A decision is taken back as if it had not been made.
   *
   * @param slot the first reserved slot, padding included
   * @param hintBefore the hint of the area before the decision
   */
  public record Retract(long mapping, int slot, int hintBefore, ActorRef<MapClient.Reply> client)
      implements Command {}

  /** The state of the areas is wanted. */
  public record ReadState(ActorRef<State> replyTo) implements Command {}

  /**
   * The state of the areas of one actor.
   *
   * @param firstArea number of the first of them
   * @param usedSlots of each area; none where it is disabled
   * @param hints of each area
   * @param largestFreeRun over all of them
   * @param lockWaitNs of each area: for how long its lock was waited for
   * @param lockAcquisitions of each area
   * @param lockContended of each area: acquisitions that had to wait
   * @param inconsistency what does not agree with the bitmap, or empty
   */
  public record State(
      int firstArea,
      List<Integer> usedSlots,
      List<Integer> hints,
      int largestFreeRun,
      List<Long> lockWaitNs,
      List<Long> lockAcquisitions,
      List<Long> lockContended,
      String inconsistency) {}

  /**
   * The pool is to be given back: an area whose slots were all free for long enough serves nobody
   * any more, and whoever still asks it goes on to the next.
   *
   * @param unusedSinceNs no slot may have been in use since
   */
  public record Retire(long unusedSinceNs, ActorRef<Retirement> replyTo) implements Command {}

  /** The pool stays after all. */
  public record Reinstate() implements Command {}

  /**
   * What an area says that was to retire.
   *
   * @param use whether it serves nobody any more, or why it does
   */
  public record Retirement(int pool, Use use) {}

  /** In what use an area is. */
  public enum Use {
    /** It serves nobody any more. */
    RETIRED,
    /** No slot is in use, but one was not long ago. */
    USED_LATELY,
    /** A slot is in use. */
    IN_USE
  }

  /** What a {@link TransientArea} tells its parent. */
  public sealed interface TransientEnd {}

  /** The buffer was unmapped. */
  public record TransientDone(PoolGeometry range) implements TransientEnd {}

  /** The request does not fit the pool that was made for it. */
  public record TransientDoesNotFit(
      Request request, PoolGeometry range, int largestFreeRun, SearchCost cost, Refused refusedBy)
      implements TransientEnd {}

  /**
   * What an area is made with.
   *
   * @param holdsBytes whether slots have bytes, so that payload can be checked
   * @param counters shared by all areas of the allocator
   * @param published the newest list of its pools
   * @param allocator is told of requests that no area could serve
   * @param isDisabled whether all its slots are out of use, and nobody's
   * @param searchFrom by area of the pool: the slot where its first search begins, counted from the
   *     area's first slot; of areas that it does not reach, 0
   * @param design what it does otherwise than the kernel's
   */
  public record Settings(
      AreaCosts costs,
      boolean holdsBytes,
      SlotCounters counters,
      PublishedPools published,
      Timeline timeline,
      ActorRef<Allocator.Exhausted> allocator,
      boolean isDisabled,
      List<Integer> searchFrom,
      AreaDesign design) {

    /** Immutable from the start. */
    public Settings {
      searchFrom = List.copyOf(searchFrom);
    }

    /** As the kernel does. */
    public Settings(
        AreaCosts costs,
        boolean holdsBytes,
        SlotCounters counters,
        PublishedPools published,
        Timeline timeline,
        ActorRef<Allocator.Exhausted> allocator,
        boolean isDisabled) {
      this(
          costs,
          holdsBytes,
          counters,
          published,
          timeline,
          allocator,
          isDisabled,
          List.of(),
          AreaDesign.ofKernel());
    }

    Settings disabled() {
      return with(costs, true, searchFrom, design);
    }

    Settings searchingFrom(List<Integer> slots) {
      return with(costs, isDisabled, slots, design);
    }

    Settings with(AreaDesign other) {
      return with(costs, isDisabled, searchFrom, other);
    }

    Settings with(AreaCosts other) {
      return with(other, isDisabled, searchFrom, design);
    }

    private Settings with(
        AreaCosts otherCosts,
        boolean otherIsDisabled,
        List<Integer> otherSearchFrom,
        AreaDesign otherDesign) {
      return new Settings(
          otherCosts,
          holdsBytes,
          counters,
          published,
          timeline,
          allocator,
          otherIsDisabled,
          otherSearchFrom,
          otherDesign);
    }
  }

  private final Settings settings;
  private final int poolNumber;
  private final OwnedSlots owned;

  private Area(
      ActorContext<Command> context,
      Settings settings,
      int poolNumber,
      PoolGeometry pool,
      int owner) {
    super(context);
    this.settings = settings;
    this.poolNumber = poolNumber;
    this.owned = new OwnedSlots(settings, poolNumber, pool, owner, context.getSelf());
  }

  /**
   * Areas of a lasting pool.
   *
   * @param owner which of the pool's owners of areas, from 0
   */
  public static Behavior<Command> create(
      Settings settings, int poolNumber, PoolGeometry pool, int owner) {
    return settings
        .design
        .made()
        .apply(Behaviors.setup(context -> new Area(context, settings, poolNumber, pool, owner)));
  }

  @Override
  public Receive<Command> createReceive() {
    return ByType.<Command>builder()
        .onMessage(MapRequest.class, this::onMapRequest)
        .onMessage(Unmap.class, this::onUnmap)
        .onMessage(Sync.class, this::onSync)
        .onMessage(Adopt.class, this::onAdopt)
        .onMessage(Retract.class, this::onRetract)
        .onMessage(Retire.class, this::onRetire)
        .onMessage(Reinstate.class, this::onReinstate)
        .onMessage(ReadState.class, this::onReadState)
        .build();
  }

  @Override
  public SlotUse use() {
    return owned.use(null);
  }

  private Behavior<Command> onMapRequest(MapRequest search) {
    var newest = newestList();
    if (isOutdated(search, newest)) {
      beginRoundAnew(search, newest);
      return this;
    }
    var area = search.pools.areaAt(search.stop, search.request.cpu());
    var refused = owned.serve(search.request, area, search.cost);
    if (refused != null) {
      passOn(search, refused);
    }
    return this;
  }

  private PoolList newestList() {
    var newest = settings.published.newest();
    settings.timeline.saw(newest.slots());
    return newest;
  }

  /**
   * A round begins when its first area is reached: a pool that was published while the request was
   * on its way, behind a lock or a copy, is searched by this round already, and one that was taken
   * away is not.
   */
  private static boolean isOutdated(MapRequest search, PoolList newest) {
    return newest.version() > search.pools.version() && search.pools.beginsRound(search.stop);
  }

  private void beginRoundAnew(MapRequest search, PoolList newest) {
    var first = newest.firstOf(SearchOrder.round(search.stop));
    if (first == SearchOrder.END) { // Only pools that are gone have areas for this round.
      settings.allocator.tell(
          new Allocator.Exhausted(
              search.request,
              Objects.requireNonNull(search.closest, "the first round has the default pool"),
              search.largestFreeRun,
              search.cost,
              null));
      return;
    }
    newest
        .ownerAt(first, search.request.cpu())
        .tell(
            new MapRequest(
                search.request,
                newest,
                first,
                search.closest,
                search.largestFreeRun,
                search.cost,
                null));
  }

  /** To the next stop of this round, or of the next one by the newest list, or to the allocator. */
  private void passOn(MapRequest search, Refused refused) {
    var reason = refused.reason;
    var closest = search.closest == null ? reason : reason.closerOf(search.closest);
    var largestFreeRun = Math.max(search.largestFreeRun, refused.largestFreeRun);
    var list = search.pools;
    var next = list.nextInRound(search.stop);
    if (next == SearchOrder.END) {
      list = list.newerOf(newestList());
      next = list.firstOf(SearchOrder.round(search.stop) + 1);
    }
    if (next == SearchOrder.END) {
      settings.timeline.deliverAt(
          owned.doneNs(),
          settings.allocator,
          new Allocator.Exhausted(search.request, closest, largestFreeRun, owned.cost(), refused));
      return;
    }
    settings.timeline.deliverAt(
        owned.doneNs(),
        list.ownerAt(next, search.request.cpu()),
        new MapRequest(search.request, list, next, closest, largestFreeRun, owned.cost(), refused));
  }

  private Behavior<Command> onUnmap(Unmap unmap) {
    owned.unmap(unmap);
    if (owned.isEmpty()) {
      settings.design.idle().ifPresent(idle -> idle.tell(new Allocator.AreaEmpty(poolNumber)));
    }
    return this;
  }

  private Behavior<Command> onSync(Sync sync) {
    owned.sync(sync);
    return this;
  }

  private Behavior<Command> onAdopt(Adopt adopt) {
    owned.adopt(adopt);
    return this;
  }

  private Behavior<Command> onRetract(Retract retract) {
    owned.retract(retract);
    return this;
  }

  private Behavior<Command> onRetire(Retire retire) {
    retire.replyTo.tell(new Retirement(poolNumber, owned.retire(retire.unusedSinceNs)));
    return this;
  }

  private Behavior<Command> onReinstate(Reinstate reinstate) {
    owned.reinstate();
    return this;
  }

  private Behavior<Command> onReadState(ReadState read) {
    read.replyTo.tell(owned.state());
    return this;
  }
}
