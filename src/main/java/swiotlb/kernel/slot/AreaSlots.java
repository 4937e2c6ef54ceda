package swiotlb.kernel.slot;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one area, or of adjacent areas that share slot sets: search, release and hints
 * (specification, sections 3 and 7). The decisions are those of an allocator that steps from slot
 * to slot; {@link #steppedOver} tells how many slots that one would have passed.
 *
 * <p>Slots are numbered from the start of the pool. Mapping and unmapping allocate no objects. Not
 * thread-safe.
 */
public final class AreaSlots {
  /** Answer of {@link #map} where nothing was found. */
  public static final int NOT_FOUND = -1;

  private final PoolGeometry pool;
  private final int firstArea;
  private final int firstSlot;
  private final int slotCount;
  private final int areaSlots;

  private final FreeSlots free;
  private final LiveBuffers live;
  private final int[] used;
  private final int[] hint;

  private boolean isDisabled;
  private int steppedOver;
  private @Nullable Refusal refusal;

  /**
   * All slots free.
   *
   * @param pool the pool of which these are a part
   * @param owner which part, below {@link PoolGeometry#owners}
   */
  public AreaSlots(PoolGeometry pool, int owner) {
    this.pool = pool;
    this.areaSlots = pool.areaSlots();
    var areas = pool.areasPerOwner();
    this.firstArea = owner * areas;
    this.firstSlot = firstArea * areaSlots;
    this.slotCount = areas * areaSlots;
    this.used = new int[areas];
    this.hint = new int[areas];
    this.free = FreeSlots.of(slotCount, pool.units());
    this.live = new LiveBuffers(pool, firstSlot, slotCount);
  }

  private AreaSlots(AreaSlots that) {
    this.pool = that.pool;
    this.firstArea = that.firstArea;
    this.firstSlot = that.firstSlot;
    this.slotCount = that.slotCount;
    this.areaSlots = that.areaSlots;
    this.free = that.free.copy();
    this.live = that.live.copy();
    this.used = that.used.clone();
    this.hint = that.hint.clone();
    this.isDisabled = that.isDisabled;
    this.steppedOver = that.steppedOver;
    this.refusal = that.refusal;
  }

  /** The same slots in the same state, independent from now on. */
  public AreaSlots copy() {
    return new AreaSlots(this);
  }

  /** The first of the areas held here. */
  public int firstArea() {
    return firstArea;
  }

  /** How many areas are held here. */
  public int areas() {
    return used.length;
  }

  /**
   * Has the next search of an area begin at a slot, as if the one before had ended there.
   *
   * @param area of the pool, one of those held here
   * @param slot counted from the area's first slot
   * @throws IllegalArgumentException if the area has no such slot
   */
  public void searchFrom(int area, int slot) {
    if (slot < 0 || slot >= areaSlots) {
      throw new IllegalArgumentException(
          "an area of " + areaSlots + " slots cannot be searched from slot " + slot);
    }
    hint[area - firstArea] = slot;
  }

  /** From now on every search finds all slots in use. */
  public void disable() {
    isDisabled = true;
  }

  /** Slots in use that are charged to an area of the pool. */
  public int used(int area) {
    return isDisabled ? areaSlots : used[area - firstArea];
  }

  /** Where the next search of an area begins, counted from the area's first slot. */
  public int hint(int area) {
    return hint[area - firstArea];
  }

  /** Slots that an allocator walking slot by slot would have passed in the last search. */
  public int steppedOver() {
    return steppedOver;
  }

  /**
   * Why the last search found nothing.
   *
   * @throws IllegalStateException if it found something
   */
  public Refusal refusal() {
    if (refusal == null) {
      throw new IllegalStateException("the last search was not refused");
    }
    return refusal;
  }

  /**
   * Searches an area and reserves what it finds.
   *
   * @param area of the pool, one of those held here
   * @return the first reserved slot, padding included, or {@link #NOT_FOUND}
   */
  public int map(int area, Demand demand) {
    var slots = demand.slots();
    var local = area - firstArea;
    steppedOver = 0;
    if (isDisabled || slots > areaSlots - used[local]) {
      return refused(Refusal.TOO_FEW_FREE);
    }
    var slot = search(local, demand, slots);
    if (slot < 0) {
      return refused(
          free.largestRun() >= slots ? Refusal.NO_ACCEPTABLE_START : Refusal.NO_LONG_RUN);
    }
    refusal = null;
    reserve(slot, local, demand, slots);
    return firstSlot + slot;
  }

  /**
   * Reserves given slots without a search, as if the search had found them: hint and use follow.
   *
   * @param slot the first slot to reserve, padding included
   * @return false, and nothing is changed, if one of the slots is not free or the run would leave
   *     its slot set
   */
  public boolean adopt(int slot, Demand demand) {
    var local = slot - firstSlot;
    if (local < 0 || local >= slotCount || free.freeRun(local) < demand.slots()) {
      return false;
    }
    reserve(local, areaOf(local), demand, demand.slots());
    return true;
  }

  /**
   * Gives back the buffer that begins at a slot.
   *
   * @param slot the first reserved slot, padding included
   * @return the slots given back
   * @throws IllegalArgumentException if no live buffer begins there
   */
  public int unmap(int slot) {
    var local = slot - firstSlot;
    if (local < 0 || local >= slotCount || live.slotsAt(local) == 0) {
      throw new IllegalArgumentException("no buffer begins at slot " + slot);
    }
    var slots = live.slotsAt(local);
    live.end(local);
    free.mark(local, slots, true);
    used[areaOf(local)] -= slots;
    return slots;
  }

  /**
   * Takes a decision back: its slots become free, and the hint what it was, unless a later decision
   * has moved it on.
   *
   * @param slot the first reserved slot, padding included
   * @param hintBefore the hint of its area before the decision
   * @return the slots given back
   */
  public int retract(int slot, int hintBefore) {
    var local = areaOf(slot - firstSlot);
    var slots = unmap(slot);
    if (hint[local] == hintAfter(slot - firstSlot, slots, local)) {
      hint[local] = hintBefore;
    }
    return slots;
  }

  /** Whether a slot is free. */
  public boolean isFree(int slot) {
    return free.isFree(slot - firstSlot);
  }

  /** Sets a bit for each slot of the pool that is held here and in use. */
  public void markUsed(BitSet to) {
    for (var slot = 0; slot < slotCount; slot++) {
      if (!free.isFree(slot)) {
        to.set(firstSlot + slot);
      }
    }
  }

  /**
   * The bytes that a sync of part of a buffer may touch: never beyond the buffer's end.
   *
   * @param bounceAddress any address within a live buffer of these areas
   * @param wantedBytes bytes asked for
   * @return bytes to copy, 0 if the address lies in padding or in no buffer
   */
  public long syncableBytes(long bounceAddress, long wantedBytes) {
    return live.syncableBytes(bounceAddress, wantedBytes);
  }

  /**
   * The address in the caller's buffer that belongs to an address in a bounce buffer.
   *
   * @param bounceAddress an address for which {@link #syncableBytes} is not 0
   */
  public long originalAddressOf(long bounceAddress) {
    return live.originalAddressOf(bounceAddress);
  }

  /** Length of the longest free run within a slot set, over all the areas held here. */
  public int largestFreeRun() {
    return isDisabled ? 0 : free.largestRun();
  }

  /**
   * Recomputes what the bitmap and the buffers say and compares it with the counters.
   *
   * @return what does not agree, in words, or an empty string
   */
  public String inconsistency() {
    var owned = new boolean[slotCount];
    var charged = new int[used.length];
    for (var slot = 0; slot < slotCount; slot++) {
      var slots = live.slotsAt(slot);
      for (var i = slot; i < slot + slots; i++) {
        if (owned[i]) {
          return "slot " + (firstSlot + i) + " has two owners";
        }
        owned[i] = true;
      }
      charged[areaOf(slot)] += slots;
    }
    for (var slot = 0; slot < slotCount; slot++) {
      if (owned[slot] == free.isFree(slot)) {
        return "slot " + (firstSlot + slot) + " is " + (owned[slot] ? "owned and free" : "lost");
      }
    }
    for (var area = 0; area < used.length; area++) {
      if (charged[area] != used[area]) {
        return "area "
            + (firstArea + area)
            + " counts "
            + used[area]
            + " used, owners hold "
            + charged[area];
      }
    }
    return "";
  }

  private int refused(Refusal why) {
    refusal = why;
    return NOT_FOUND;
  }

  /**
   * Where the search of an area ends.
   *
   * <p>Acceptable slots lie {@code period} apart. From the hint the real search walks to the first
   * of them and then strides from one to the next. A stride past the end goes on at the area's
   * first slot and counts whole, so the second pass ends early by as much as the stride went past.
   */
  private int search(int local, Demand demand, int slots) {
    var period = Math.max(demand.period(), (int) Slots.roundUpToPowerOfTwo(demand.stride()));
    var alignment = demand.period();
    var first = demand.firstAcceptable(pool.start()) - firstSlot;
    var base = local * areaSlots;
    var end = base + areaSlots;
    var from = base + hint[local];
    var boundary = demand.boundarySlots();
    var phase = demand.boundaryPhase(pool.start()) + firstSlot;

    var start = nextAcceptable(from, first, alignment);
    var found =
        start < end && free.fits(start, slots, boundary, phase)
            ? start
            : free.firstFit(start + period, end, period, slots, boundary, phase);
    if (found >= 0) {
      steppedOver = found - from;
      return found;
    }
    var passed = end - from + overshoot(start, end, period, demand.stride());
    var limit = base + areaSlots - passed;
    var again = nextAcceptable(base, first, alignment);
    found = free.firstFit(again, limit, period, slots, boundary, phase);
    steppedOver =
        found >= 0
            ? passed + (found - base)
            : Math.max(areaSlots, passed + pastLimit(again, limit, period, demand.stride(), base));
    return found;
  }

  /** By how much the stride from the last acceptable slot before the end goes past it. */
  private static int overshoot(int start, int end, int period, int stride) {
    if (start >= end) {
      return 0;
    }
    var last = start + (end - 1 - start) / period * period;
    return Math.max(0, last + stride - end);
  }

  private static int pastLimit(int start, int limit, int period, int stride, int base) {
    if (start >= limit) {
      return Math.max(0, limit - base);
    }
    var last = start + (limit - 1 - start) / period * period;
    return last + stride - base;
  }

  /** The first slot, not before {@code from}, that is {@code phase} modulo a power of two. */
  private static int nextAcceptable(int from, int phase, int period) {
    return from + ((phase - from) & (period - 1));
  }

  private void reserve(int slot, int local, Demand demand, int slots) {
    free.mark(slot, slots, false);
    live.begin(slot, demand);
    used[local] += slots;
    hint[local] = hintAfter(slot, slots, local);
  }

  private int hintAfter(int slot, int slots, int local) {
    var next = slot + slots - local * areaSlots;
    return next < areaSlots ? next : 0;
  }

  /** Most hold a single area, and need no division then. */
  private int areaOf(int local) {
    return used.length == 1 ? 0 : local / areaSlots;
  }

  /** Whether both are the same areas in the same state; how a last search went does not count. */
  @Override
  public boolean equals(Object other) {
    return other instanceof AreaSlots that
        && firstArea == that.firstArea
        && pool.equals(that.pool)
        && Arrays.equals(used, that.used)
        && Arrays.equals(hint, that.hint)
        && free.equals(that.free)
        && live.equals(that.live);
  }

  @Override
  public int hashCode() {
    return Objects.hash(pool, firstArea, Arrays.hashCode(hint), free);
  }
}
