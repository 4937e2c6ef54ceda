package swiotlb.kernel.bare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.page.GrowthWork;
import swiotlb.kernel.page.PageSource;
import swiotlb.kernel.page.PoolQuest;
import swiotlb.kernel.slot.Admission;
import swiotlb.kernel.slot.AreaSlots;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SlotUnits;

/**
 * One allocator without actors: its pools and live mappings, transient pools, growth work and
 * counters (specification, sections 3, 4, 6 and 7). What can happen is a {@link Transition}; {@link
 * #copy} branches off, and two that are equal go on alike. Everything happens at once, and where
 * pages lie is the caller's business. Not thread-safe.
 */
public final class BareAllocator {

  /**
   * What stays as it is.
   *
   * @param isStatic a kernel without dynamic pools
   * @param defaultSlots what a dynamic pool wants
   * @param defaultAreas rounds of each search, and what a dynamic pool wants
   * @param growthLimit the highest address of dynamic pools
   * @param units of the kernel's slots
   */
  public record Settings(
      boolean isStatic,
      int defaultSlots,
      int defaultAreas,
      int maxPageOrder,
      long growthLimit,
      long dmaZoneLimit,
      SlotUnits units) {

    /** Of a kernel with slots as the published ones have them. */
    public Settings(
        boolean isStatic,
        int defaultSlots,
        int defaultAreas,
        int maxPageOrder,
        long growthLimit,
        long dmaZoneLimit) {
      this(
          isStatic,
          defaultSlots,
          defaultAreas,
          maxPageOrder,
          growthLimit,
          dmaZoneLimit,
          SlotUnits.DEFAULT);
    }

    private PoolQuest growthQuest() {
      return PoolQuest.growth(
          units, defaultSlots, defaultAreas, maxPageOrder, growthLimit, dmaZoneLimit, false);
    }

    private PoolQuest transientQuest(Transition.Map request) {
      return PoolQuest.transientPool(
          units, request.demand().slots(), request.limits().reach(), dmaZoneLimit, false);
    }
  }

  private final Settings settings;
  private final LastingPools pools;
  private final Map<Long, Buffer> live = new HashMap<>();
  private final List<PoolGeometry> awaitingGrace = new ArrayList<>();
  private final GrowthWork work;
  private boolean mayGrow;
  private long used;
  private long hiwater;
  private long transientSlots;

  /** An allocator without pools. */
  public BareAllocator(Settings settings, boolean mayGrow) {
    this.settings = settings;
    this.mayGrow = mayGrow;
    this.pools = new LastingPools(settings.isStatic, settings.defaultAreas);
    this.work = new GrowthWork();
  }

  private BareAllocator(BareAllocator that) {
    this.settings = that.settings;
    this.pools = that.pools.copy();
    live.putAll(that.live);
    awaitingGrace.addAll(that.awaitingGrace);
    this.work = that.work.copy();
    this.mayGrow = that.mayGrow;
    this.used = that.used;
    this.hiwater = that.hiwater;
    this.transientSlots = that.transientSlots;
  }

  /** The same allocator in the same state, independent from now on. */
  public BareAllocator copy() {
    return new BareAllocator(this);
  }

  /**
   * What can happen next without anybody from outside: no mapping, and no pool of pages that
   * somebody else gives.
   */
  public List<Transition> possible() {
    var next = new ArrayList<Transition>();
    new TreeSet<>(live.keySet()).forEach(id -> next.add(new Transition.Unmap(id)));
    for (var transition :
        List.of(
            new Transition.StartWorker(),
            new Transition.GiveUp(),
            new Transition.EndGracePeriod(),
            new Transition.Freeze(),
            new Transition.ResetHiwater())) {
      if (transition.isPossible(this)) {
        next.add(transition);
      }
    }
    return next;
  }

  /** Puts a pool with all its slots free at the head of the list. */
  public void addPool(int number, PoolGeometry geometry) {
    pools.add(number, geometry);
  }

  /**
   * A device asks for a buffer.
   *
   * @param pages asked where no pool has slots
   * @throws IllegalArgumentException if a mapping of this id is live
   */
  public Answer map(Transition.Map request, PageSource pages) {
    requireNew(request.id());
    var demand = request.demand();
    var answer = place(request, pages);
    if (!(answer instanceof Answer.Mapped mapped)) {
      return answer;
    }
    live.put(request.id(), mapped.buffer());
    var address = mapped.buffer().address() + demand.offsetBytes();
    if (request.checksReach() && !request.limits().reaches(address, demand.sizeBytes())) {
      unmap(request.id());
      return new Answer.Failed(FailureReason.NOT_REACHABLE, mapped.growth());
    }
    return answer;
  }

  private Answer place(Transition.Map request, PageSource pages) {
    var demand = request.demand();
    var unsearched = Admission.refusal(pools.slots(), demand);
    if (unsearched != null) {
      return new Answer.Failed(unsearched, Answer.Growth.NOT_ASKED);
    }
    var found = pools.search(request.cpu(), demand);
    if (found != null) {
      take(found.slots());
      return new Answer.Mapped(found, Answer.Growth.NOT_ASKED);
    }
    return mayGrow
        ? placeAlone(request, pages)
        : new Answer.Failed(FailureReason.of(pools.refusal()), Answer.Growth.NOT_ASKED);
  }

  /** Growth for those who come later, a transient pool for this one. */
  private Answer placeAlone(Transition.Map request, PageSource pages) {
    var growth = queueWork();
    var pool = PageQuests.pursue(settings.transientQuest(request), pages, false);
    if (pool == null) {
      return new Answer.Failed(FailureReason.TRANSIENT_REFUSED, growth);
    }
    var slot = new AreaSlots(pool, 0).map(0, request.demand());
    if (slot == AreaSlots.NOT_FOUND) {
      pages.free(pool.start(), settings.units.pageOrder(pool.slots()));
      return new Answer.Failed(FailureReason.TRANSIENT_DOES_NOT_FIT, growth);
    }
    return new Answer.Mapped(takeAlone(pool, slot), growth);
  }

  private Buffer takeAlone(PoolGeometry pool, int slot) {
    take(pool.slots());
    transientSlots += pool.slots();
    return new Buffer(Buffer.OWN_POOL, pool, slot, pool.slots(), Buffer.SETTLED);
  }

  /** Asks for growth, as a mapping does that finds no slots. */
  public Answer.Growth queueWork() {
    return work.queue() ? Answer.Growth.QUEUED : Answer.Growth.QUEUED_BEFORE;
  }

  private void take(int more) {
    used += more;
    hiwater = Math.max(hiwater, used);
  }

  /**
   * Gives a buffer back; a transient pool goes with it, its pages at the end of the grace period.
   *
   * @throws IllegalArgumentException if no mapping of this id is live
   */
  public Buffer unmap(long id) {
    var buffer = remove(id);
    if (buffer.isTransient()) {
      transientSlots -= buffer.slots();
      awaitingGrace.add(buffer.geometry());
    } else {
      pools.ownerOf(buffer).unmap(buffer.slot());
    }
    return buffer;
  }

  private Buffer remove(long id) {
    var buffer = live.remove(id);
    if (buffer == null) {
      throw new IllegalArgumentException("mapping " + id + " is not live");
    }
    used -= buffer.slots();
    return buffer;
  }

  /**
   * Takes the decision for a buffer back: its slots become free, and the hint what it was unless a
   * later decision moved it on.
   *
   * @throws IllegalArgumentException if no mapping of this id is live, or it is settled
   */
  public void retract(long id) {
    var buffer = buffer(id);
    if (buffer == null || buffer.isTransient()) {
      unmap(id);
    } else if (buffer.hintBefore() == Buffer.SETTLED) {
      throw new IllegalArgumentException("the decision for mapping " + id + " is settled");
    } else {
      remove(id);
      pools.ownerOf(buffer).retract(buffer.slot(), buffer.hintBefore());
    }
  }

  /** The decision for a live buffer will not be taken back. */
  public void settle(long id) {
    live.computeIfPresent(id, (i, buffer) -> buffer.settled());
  }

  /**
   * Places a buffer at an address of a lasting pool, as if the search had found it there.
   *
   * @param address of the first reserved slot
   * @return whether all its slots were free
   */
  public boolean adopt(long id, Demand demand, long address) {
    requireNew(id);
    var buffer = pools.adopt(demand, address);
    if (buffer == null) {
      return false;
    }
    take(buffer.slots());
    live.put(id, buffer);
    return true;
  }

  /** Gives a buffer a given pool of its own, as if no search had found slots. */
  public Answer.Growth adoptAlone(long id, PoolGeometry pool) {
    requireNew(id);
    live.put(id, takeAlone(pool, 0));
    return queueWork();
  }

  private void requireNew(long id) {
    if (live.containsKey(id)) {
      throw new IllegalArgumentException("mapping " + id + " is live");
    }
  }

  /**
   * The worker takes up the growth work.
   *
   * @return false if there is nothing to do or it is busy
   */
  public boolean startWorker() {
    return work.start();
  }

  /** Asks for the pages of a new pool as the worker does; null if they are not to be had. */
  public @Nullable PoolGeometry askForPool(PageSource pages) {
    return PageQuests.pursue(settings.growthQuest(), pages, true);
  }

  /** The worker has ended, with or without a pool. */
  public void endWorker() {
    work.end();
  }

  /** A grace period ends: gives the pages of transient pools back, and says of how many. */
  public int endGracePeriod(PageSource pages) {
    var ended = awaitingGrace.size();
    awaitingGrace.forEach(pool -> pages.free(pool.start(), settings.units.pageOrder(pool.slots())));
    awaitingGrace.clear();
    return ended;
  }

  /** Forbids growing for good. */
  public void freeze() {
    mayGrow = false;
  }

  /** The high-water mark begins anew at 0. */
  public void resetHiwater() {
    hiwater = 0;
  }

  /** Where a live mapping lies; null if it is not live. */
  public @Nullable Buffer buffer(long id) {
    return live.get(id);
  }

  /** The lasting pools, newest first. */
  public List<BarePool> pools() {
    return pools.newestFirst();
  }

  /** Slots of the lasting pools. */
  public long slots() {
    return pools.slots();
  }

  /** Slots in use. */
  public long used() {
    return used;
  }

  /** The most slots in use so far. */
  public long hiwater() {
    return hiwater;
  }

  /** Slots of live transient pools. */
  public long transientSlots() {
    return transientSlots;
  }

  /** Whether pools may be added. */
  public boolean mayGrow() {
    return mayGrow;
  }

  /** Whether pages of transient pools wait for the end of a grace period. */
  public boolean awaitsGracePeriod() {
    return !awaitingGrace.isEmpty();
  }

  /** Whether the worker is at it. */
  public boolean isWorkerRunning() {
    return work.isRunning();
  }

  /** Whether the growth work waits for the worker. */
  public boolean isGrowthQueued() {
    return work.isQueued();
  }

  /**
   * Recomputes what pools and live mappings say and compares it with the counters.
   *
   * @return what does not agree, in words, or an empty string
   */
  public String inconsistency() {
    var wrong = pools.inconsistency();
    if (!wrong.isEmpty()) {
      return wrong;
    }
    var inPools = pools.used();
    var alone = live.values().stream().filter(Buffer::isTransient).mapToLong(Buffer::slots).sum();
    var held = live.values().stream().mapToLong(Buffer::slots).sum();
    if (alone != transientSlots) {
      return "transient pools hold " + alone + " slots, counted are " + transientSlots;
    }
    return inPools + alone == used && held == used
        ? ""
        : "areas use " + inPools + " slots, mappings hold " + held + ", counted are " + used;
  }

  /**
   * Whether both place every further mapping alike, as long as both may grow and get the same
   * pages: counters and the growth work may differ.
   */
  public boolean placesLike(BareAllocator that) {
    return mayGrow == that.mayGrow
        && live.equals(that.live)
        && pools.equals(that.pools)
        && settings.equals(that.settings);
  }

  /** Whether both are in the same state, counters and growth work included. */
  @Override
  public boolean equals(Object other) {
    return other instanceof BareAllocator that
        && used == that.used
        && hiwater == that.hiwater
        && transientSlots == that.transientSlots
        && work.isQueued() == that.work.isQueued()
        && work.isRunning() == that.work.isRunning()
        && awaitingGrace.equals(that.awaitingGrace)
        && placesLike(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        used, hiwater, work.isQueued(), work.isRunning(), live, pools, awaitingGrace.size());
  }
}
