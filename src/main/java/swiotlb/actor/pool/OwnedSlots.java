package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.AreaSlots;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Refusal;

/**
 * The slots that an actor owns, with the locks and the bytes of their areas, and the answers that
 * come of them. State of one Area or TransientArea.
 */
final class OwnedSlots {
  private final Area.Settings settings;
  private final int poolNumber;
  private final PoolGeometry pool;
  private final ActorRef<Area.Command> self;
  private final AreaSlots slots;
  private final AreaMemory memory;
  private final AreaLock[] locks;
  private final @Nullable LentPages lent;
  private boolean isRetired;
  private long usedUntilNs;
  private final AreaUsers users;
  private SearchCost cost = SearchCost.NONE;
  private long doneNs;

  /**
   * All slots free.
   *
   * @param owner which of the pool's owners of areas, from 0
   */
  OwnedSlots(
      Area.Settings settings,
      int poolNumber,
      PoolGeometry pool,
      int owner,
      ActorRef<Area.Command> self) {
    this.settings = settings;
    this.poolNumber = poolNumber;
    this.pool = pool;
    this.self = self;
    this.slots = new AreaSlots(pool, owner);
    if (settings.isDisabled()) {
      slots.disable();
    }
    var last = Math.min(settings.searchFrom().size(), slots.firstArea() + slots.areas());
    for (var area = slots.firstArea(); area < last; area++) {
      slots.searchFrom(area, settings.searchFrom().get(area));
    }
    this.memory = new AreaMemory(pool, settings.holdsBytes());
    this.lent =
        settings
            .design()
            .lending()
            .map(
                lending ->
                    new LentPages(
                        lending,
                        settings.design().randoms().apply("lending-" + poolNumber + "-" + owner)))
            .orElse(null);
    this.locks = new AreaLock[slots.areas()];
    for (var i = 0; i < locks.length; i++) {
      locks[i] = settings.design().locks().next(settings.costs().handoverNs());
    }
    this.users = new AreaUsers(settings.costs().movedNs(), pool, slots.firstArea(), locks.length);
  }

  /**
   * Searches an area for a request, and answers the request if there are slots for it.
   *
   * @param before what its search has cost so far
   * @return null if it was answered, else how the area refused
   */
  Area.@Nullable Refused serve(Request request, int area, SearchCost before) {
    if (isRetired) {
      cost = before;
      doneNs = settings.timeline().nowNs();
      return new Area.Refused(left(area, 0), Refusal.TOO_FEW_FREE, 0);
    }
    var hintBefore = slots.hint(area);
    var slot = slots.map(area, request.demand());
    var found = slot != AreaSlots.NOT_FOUND;
    var held =
        settings.costs().searchNs(slots.steppedOver(), found ? request.demand().slots() : 0)
            + users.searchedBy(area, request.cpu());
    var migrationNs = found ? migrationNs(request) : 0;
    if (migrationNs == LentPages.FAILED) {
      slots.retract(slot, hintBefore);
    }
    var waited = hold(area, held);
    if (migrationNs == LentPages.FAILED) {
      cost = before.plusArea(waited, held, cost);
      return new Area.Refused(left(area, waited), Refusal.LENT, slots.largestFreeRun());
    }
    if (found) {
      users.mapped(slot, request.cpu());
      cost = before.plusArea(waited, held + count(), cost);
      if (migrationNs > 0) {
        doneNs += migrationNs;
        cost = cost.plusWait(migrationNs);
      }
      answer(request, area, slot, hintBefore, cost, waited);
      return null;
    }
    cost = before.plusArea(waited, held, cost);
    return new Area.Refused(left(area, waited), slots.refusal(), slots.largestFreeRun());
  }

  /** How long the pages of a buffer take to come back from whom they were lent to. */
  private long migrationNs(Request request) {
    return lent == null
        ? 0
        : lent.getBack(pool.units().pages(request.demand().slots()), !request.interrupt());
  }

  /** What the search of the request that was searched for last has cost. */
  SearchCost cost() {
    return cost;
  }

  /** When the lock was given back last, or will be. */
  long doneNs() {
    return doneNs;
  }

  /** Holds the lock of an area as soon as it is free; how long it is waited for. */
  private long hold(int area, long heldNs) {
    var now = settings.timeline().nowNs();
    var waited = locks[area - slots.firstArea()].hold(now, heldNs);
    doneNs = now + waited + heldNs;
    return waited;
  }

  /** Counts what was taken or given back after the lock; how long that takes. */
  private long count() {
    doneNs += settings.costs().countersNs();
    return settings.costs().countersNs();
  }

  /** Counts before it answers: who hears of a buffer finds it counted. */
  private void answer(
      Request request, int area, int slot, int hintBefore, SearchCost ofSearch, long waited) {
    settings.timeline().changed();
    settings.counters().take(request.demand().slots());
    countTransient(pool.slots());
    settings
        .timeline()
        .deliverAt(
            doneNs,
            request.client(),
            new MapClient.Mapped(
                request.mapping(),
                self,
                poolNumber,
                pool,
                slot,
                hintBefore,
                ofSearch,
                memory.lend(slot, request.demand().slots()),
                left(area, waited)));
  }

  /** All slots of a transient pool come and go with its one buffer. */
  private void countTransient(int slotsOfPool) {
    if (poolNumber == PoolList.TRANSIENT) {
      settings.counters().addTransient(slotsOfPool);
    }
  }

  private Area.Left left(int area, long waitedNs) {
    return new Area.Left(area, slots.used(area), slots.hint(area), waitedNs);
  }

  /** Serves nobody any more, if no slot was in use since a moment. */
  Area.Use retire(long unusedSinceNs) {
    if (!isEmpty()) {
      return Area.Use.IN_USE;
    }
    isRetired = usedUntilNs <= unusedSinceNs;
    return isRetired ? Area.Use.RETIRED : Area.Use.USED_LATELY;
  }

  /** Serves again. */
  void reinstate() {
    isRetired = false;
  }

  /** Whether no slot is in use. */
  boolean isEmpty() {
    for (var area = slots.firstArea(); area < slots.firstArea() + slots.areas(); area++) {
      if (slots.used(area) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Takes a buffer back. */
  void unmap(Area.Unmap unmap) {
    var area = pool.areaOfSlot(unmap.slot());
    var released = slots.unmap(unmap.slot());
    usedUntilNs = settings.timeline().nowNs();
    settings.timeline().changed();
    settings.counters().giveBack(released);
    countTransient(-pool.slots());
    var held = settings.costs().releaseNs(released) + users.givenBack(area, unmap.slot());
    var waited = hold(area, held);
    var spent = held + count();
    settings
        .timeline()
        .deliverAt(
            doneNs,
            unmap.client(),
            new MapClient.Unmapped(unmap.mapping(), released, spent, left(area, waited)));
  }

  /** Says how much of a part may be copied, and to where. */
  void sync(Area.Sync sync) {
    var bytes = slots.syncableBytes(sync.address(), sync.bytes());
    var original = bytes == 0 ? 0 : slots.originalAddressOf(sync.address());
    sync.client().tell(new MapClient.Synced(sync.mapping(), bytes, original));
  }

  /** Places a buffer where a recording says it was, if those slots are free. */
  void adopt(Area.Adopt adopt) {
    var request = adopt.request();
    var area = pool.areaOfSlot(adopt.slot());
    var hintBefore = slots.hint(area);
    if (slots.adopt(adopt.slot(), request.demand())) {
      doneNs = settings.timeline().nowNs();
      answer(request, area, adopt.slot(), hintBefore, SearchCost.NONE, 0);
      return;
    }
    request
        .client()
        .tell(
            new MapClient.MapFailed(
                request.mapping(),
                FailureReason.NO_FREE_RUN,
                settings.counters().shownUsed(),
                pool.slots(),
                slots.largestFreeRun(),
                SearchCost.NONE));
  }

  /** Takes a decision back. */
  void retract(Area.Retract retract) {
    var area = pool.areaOfSlot(retract.slot());
    var released = slots.retract(retract.slot(), retract.hintBefore());
    settings.timeline().changed();
    settings.counters().giveBack(released);
    retract.client().tell(new MapClient.Unmapped(retract.mapping(), released, 0, left(area, 0)));
  }

  /** Which slots are in use, of a pool with this tenant. */
  SlotUse use(SlotUse.@Nullable Tenant tenant) {
    var used = new BitSet(pool.slots());
    if (!settings.isDisabled()) {
      slots.markUsed(used);
    }
    return new SlotUse(
        poolNumber,
        pool,
        slots.firstArea(),
        used,
        Stream.of(locks).map(AreaLock::waitedNs).toList(),
        tenant);
  }

  /** How its areas are. */
  Area.State state() {
    var used = new ArrayList<Integer>();
    var hints = new ArrayList<Integer>();
    for (var area = slots.firstArea(); area < slots.firstArea() + slots.areas(); area++) {
      used.add(settings.isDisabled() ? 0 : slots.used(area));
      hints.add(slots.hint(area));
    }
    return new Area.State(
        slots.firstArea(),
        List.copyOf(used),
        List.copyOf(hints),
        slots.largestFreeRun(),
        Stream.of(locks).map(AreaLock::waitedNs).toList(),
        Stream.of(locks).map(AreaLock::acquisitions).toList(),
        Stream.of(locks).map(AreaLock::contended).toList(),
        slots.inconsistency());
  }
}
