package swiotlb.kernel.page;

import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.kernel.slot.Slots;

/**
 * The quest for the memory of a new pool: what is asked for, in which order, and what follows from
 * each answer (specification, section 2, last two points, and section 4).
 *
 * <p>Read {@link #step}, do it, and report with {@link #granted()}, {@link #granted(long)} or
 * {@link #refused()}; until the step is {@link Step#DONE} or {@link Step#FAILED}. Pages whose
 * address lies above the limit are given back and the next lower zone is asked.
 *
 * <p>Where memory is encrypted, pages within the limit are decrypted before the slot table is asked
 * for. Pages that the hypervisor does not share must be encrypted again before they are given back,
 * since part of them may be shared already; then the next lower zone is asked as if they had lain
 * above the limit. Pages that cannot be encrypted again are never given back: they leak. Not
 * thread-safe.
 */
public final class PoolQuest {
  /** What is to be done next. */
  public enum Step {
    /** Ask for the descriptor of the pool. */
    DESCRIPTOR,
    /** Ask for pages: {@link PoolQuest#order}, {@link PoolQuest#zone}. */
    PAGES,
    /** Share the pages at {@link PoolQuest#address} with the hypervisor. */
    DECRYPT,
    /** Take the pages at {@link PoolQuest#address} back from the hypervisor. */
    ENCRYPT_AGAIN,
    /** Give back the pages at {@link PoolQuest#address}. */
    RETURN_PAGES,
    /** Ask for the table of slots. */
    SLOT_TABLE,
    /** The pool is to be had: {@link PoolQuest#geometry}. */
    DONE,
    /** It is not. */
    FAILED
  }

  private final SlotUnits units;
  private final long limit;
  private final long dmaZoneLimit;
  private final boolean mayHalve;
  private final boolean encrypted;

  private int slots;
  private int areas;
  private Zone zone;
  private Step step = Step.DESCRIPTOR;
  private Step afterReturn = Step.FAILED;
  private boolean refusedAfterReturn;
  private long address;
  private long leakedPages;

  /** What is looked for when a region for contiguous allocations has nothing. */
  private @Nullable PoolQuest blocksAfterwards;

  private PoolQuest(
      SlotUnits units,
      int slots,
      int areas,
      long limit,
      long dmaZoneLimit,
      boolean mayHalve,
      boolean encrypted) {
    this.units = units;
    this.slots = slots;
    this.areas = areas;
    this.limit = limit;
    this.dmaZoneLimit = dmaZoneLimit;
    this.mayHalve = mayHalve;
    this.encrypted = encrypted;
    this.zone = Zone.forLimit(limit, dmaZoneLimit);
  }

  /**
   * A dynamic pool of the published kernels in memory that is not encrypted: the default number of
   * slots and areas, at most the largest block of pages, and on refusal half of it, down to 1 MiB.
   *
   * @param limit the highest address that the pool may have
   */
  public static PoolQuest growth(
      int defaultSlots, int defaultAreas, int maxPageOrder, long limit, long dmaZoneLimit) {
    return growth(
        SlotUnits.DEFAULT, defaultSlots, defaultAreas, maxPageOrder, limit, dmaZoneLimit, false);
  }

  /**
   * A dynamic pool: the default number of slots and areas, at most the largest block of pages, and
   * on refusal half of it, down to 1 MiB.
   *
   * @param limit the highest address that the pool may have
   * @param encrypted whether its pages must be decrypted
   */
  public static PoolQuest growth(
      SlotUnits units,
      int defaultSlots,
      int defaultAreas,
      int maxPageOrder,
      long limit,
      long dmaZoneLimit,
      boolean encrypted) {
    var largest = largestPool(units, maxPageOrder);
    var isCapped = defaultSlots > largest;
    return new PoolQuest(
        units,
        isCapped ? largest : defaultSlots,
        isCapped ? areasThatFit(units, defaultAreas, largest) : defaultAreas,
        limit,
        dmaZoneLimit,
        true,
        encrypted);
  }

  /**
   * A dynamic pool of a region for contiguous allocations: as many slots as wished for, and on
   * refusal half of it, down to 1 MiB; then one of the page allocator.
   *
   * @param limit the highest address that the pool may have
   * @param encrypted whether its pages must be decrypted
   */
  public static PoolQuest contiguous(
      SlotUnits units,
      int slots,
      int areas,
      int maxPageOrder,
      long limit,
      long dmaZoneLimit,
      boolean encrypted) {
    var quest = new PoolQuest(units, slots, areas, limit, dmaZoneLimit, true, encrypted);
    quest.blocksAfterwards =
        growth(units, slots, areas, maxPageOrder, limit, dmaZoneLimit, encrypted);
    return quest;
  }

  /**
   * A transient pool of the published kernels in memory that is not encrypted: one area of exactly
   * the slots needed, or nothing.
   *
   * @param limit the highest address that the device reaches
   */
  public static PoolQuest transientPool(int slots, long limit, long dmaZoneLimit) {
    return transientPool(SlotUnits.DEFAULT, slots, limit, dmaZoneLimit, false);
  }

  /**
   * A transient pool: one area of exactly the slots needed, or nothing.
   *
   * @param limit the highest address that the device reaches
   * @param encrypted whether its pages must be decrypted
   */
  public static PoolQuest transientPool(
      SlotUnits units, int slots, long limit, long dmaZoneLimit, boolean encrypted) {
    return new PoolQuest(units, slots, 1, limit, dmaZoneLimit, false, encrypted);
  }

  /** The largest dynamic pool, in slots: one block of the largest page order. */
  public static int largestPool(SlotUnits units, int maxPageOrder) {
    return (int) units.ofBytes((long) Slots.PAGE_BYTES << maxPageOrder);
  }

  /** The number of areas, less where they would have fewer slots than a slot set. */
  public static int areasThatFit(SlotUnits units, int areas, int slots) {
    return Math.max(1, Math.min(areas, slots / units.setSlots()));
  }

  /** What is to be done next. */
  public Step step() {
    return step;
  }

  /** Whether pages are asked for in a region for contiguous allocations, and lie there. */
  public boolean isContiguous() {
    return blocksAfterwards != null;
  }

  /** How many pages to ask for. */
  public int pages() {
    return isContiguous() ? (int) units.pages(slots) : 1 << order();
  }

  /** The page order to ask for. */
  public int order() {
    return units.pageOrder(slots);
  }

  /** The zone to ask. */
  public Zone zone() {
    return zone;
  }

  /** The pages granted last. */
  public long address() {
    return address;
  }

  /** Slots of the pool that is looked for now. */
  public int slots() {
    return slots;
  }

  /** Areas of the pool that is looked for now. */
  public int areas() {
    return areas;
  }

  /** Pages lost so far, since they could neither be shared whole nor be encrypted again. */
  public long leakedPages() {
    return leakedPages;
  }

  /**
   * The pool.
   *
   * @throws IllegalStateException unless the step is {@link Step#DONE}
   */
  public PoolGeometry geometry() {
    if (step != Step.DONE) {
      throw new IllegalStateException("the quest for a pool is at " + step);
    }
    return new PoolGeometry(address, slots, areas, units);
  }

  /**
   * The descriptor or slot table asked for was granted, the pages were decrypted or encrypted
   * again, or they were given back.
   *
   * @throws IllegalStateException if nothing of the kind was asked for
   */
  public void granted() {
    step =
        switch (step) {
          case DESCRIPTOR -> Step.PAGES;
          case DECRYPT -> Step.SLOT_TABLE;
          case SLOT_TABLE -> Step.DONE;
          case ENCRYPT_AGAIN -> Step.RETURN_PAGES;
          case RETURN_PAGES -> afterReturn();
          case PAGES, DONE, FAILED ->
              throw new IllegalStateException("nothing was asked for at " + step);
        };
  }

  /**
   * The pages asked for were granted at an address.
   *
   * @throws IllegalStateException if none were asked for
   */
  public void granted(long at) {
    requirePages();
    address = at;
    if (Long.compareUnsigned(at + units.toBytes(slots) - 1, limit) <= 0) {
      step = encrypted ? Step.DECRYPT : Step.SLOT_TABLE;
    } else {
      tryLowerZone(Step.RETURN_PAGES);
    }
  }

  /** What was asked for was refused. */
  public void refused() {
    switch (step) {
      case PAGES -> step = afterRefusedPages();
      case DECRYPT -> tryLowerZone(Step.ENCRYPT_AGAIN);
      case SLOT_TABLE ->
          dropPages(encrypted ? Step.ENCRYPT_AGAIN : Step.RETURN_PAGES, Step.FAILED, false);
      case ENCRYPT_AGAIN -> {
        leakedPages += pages();
        step = afterReturn();
      }
      case DESCRIPTOR, RETURN_PAGES, DONE, FAILED -> step = Step.FAILED;
    }
  }

  private void tryLowerZone(Step first) {
    var hasLower = zone != Zone.DMA && !isContiguous();
    zone = zone.lower();
    dropPages(first, hasLower ? Step.PAGES : Step.FAILED, !hasLower);
  }

  private void dropPages(Step first, Step then, boolean countsAsRefusal) {
    step = first;
    afterReturn = then;
    refusedAfterReturn = countsAsRefusal;
  }

  private Step afterReturn() {
    return refusedAfterReturn ? afterRefusedPages() : afterReturn;
  }

  private Step afterRefusedPages() {
    if (!mayHalve || slots / 2 < units.minPoolSlots()) {
      return afterLastRefusal();
    }
    slots /= 2;
    areas = areasThatFit(units, areas, slots);
    zone = Zone.forLimit(limit, dmaZoneLimit);
    return Step.PAGES;
  }

  private Step afterLastRefusal() {
    if (blocksAfterwards == null) {
      return Step.FAILED;
    }
    slots = blocksAfterwards.slots;
    areas = blocksAfterwards.areas;
    zone = blocksAfterwards.zone;
    blocksAfterwards = null;
    return Step.PAGES;
  }

  private void requirePages() {
    if (step != Step.PAGES) {
      throw new IllegalStateException("no pages were asked for at " + step);
    }
  }
}
