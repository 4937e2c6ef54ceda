package swiotlb.slot;

/**
 * The quest for the memory of a new pool: what is asked for, in which order, and what follows from
 * each answer (specification, section 2, last two points, and section 4).
 *
 * <p>Read {@link #step}, do it, and report with {@link #granted()}, {@link #granted(long)} or
 * {@link #refused()}; until the step is {@link Step#DONE} or {@link Step#FAILED}. Pages whose
 * address lies above the limit are given back and the next lower zone is asked. Not thread-safe.
 */
public final class PoolQuest {
  /** What is to be done next. */
  public enum Step {
    /** Ask for the descriptor of the pool. */
    DESCRIPTOR,
    /** Ask for pages: {@link PoolQuest#order}, {@link PoolQuest#zone}. */
    PAGES,
    /** Give back the pages at {@link PoolQuest#address}. */
    RETURN_PAGES,
    /** Ask for the table of slots. */
    SLOT_TABLE,
    /** The pool is to be had: {@link PoolQuest#geometry}. */
    DONE,
    /** It is not. */
    FAILED
  }

  private final long limit;
  private final long dmaZoneLimit;
  private final boolean mayHalve;

  private int slots;
  private int areas;
  private Zone zone;
  private Step step = Step.DESCRIPTOR;
  private Step afterReturn = Step.FAILED;
  private boolean refusedAfterReturn;
  private long address;

  private PoolQuest(int slots, int areas, long limit, long dmaZoneLimit, boolean mayHalve) {
    this.slots = slots;
    this.areas = areas;
    this.limit = limit;
    this.dmaZoneLimit = dmaZoneLimit;
    this.mayHalve = mayHalve;
    this.zone = Zone.forLimit(limit, dmaZoneLimit);
  }

  /**
   * A dynamic pool: the default number of slots and areas, at most the largest block of pages, and
   * on refusal half of it, down to 1 MiB.
   *
   * @param limit the highest address that the pool may have
   */
  public static PoolQuest growth(
      int defaultSlots, int defaultAreas, int maxPageOrder, long limit, long dmaZoneLimit) {
    var largest = largestPool(maxPageOrder);
    return defaultSlots <= largest
        ? new PoolQuest(defaultSlots, defaultAreas, limit, dmaZoneLimit, true)
        : new PoolQuest(largest, areasThatFit(defaultAreas, largest), limit, dmaZoneLimit, true);
  }

  /**
   * A transient pool: one area of exactly the slots needed, or nothing.
   *
   * @param limit the highest address that the device reaches
   */
  public static PoolQuest transientPool(int slots, long limit, long dmaZoneLimit) {
    return new PoolQuest(slots, 1, limit, dmaZoneLimit, false);
  }

  /** The largest dynamic pool, in slots: one block of the largest page order. */
  public static int largestPool(int maxPageOrder) {
    return (int) Slots.ofBytes((long) Slots.PAGE_BYTES << maxPageOrder);
  }

  /** The number of areas, less where they would have fewer slots than a slot set. */
  static int areasThatFit(int areas, int slots) {
    return Math.max(1, Math.min(areas, slots / Slots.SLOT_SET_SLOTS));
  }

  /** What is to be done next. */
  public Step step() {
    return step;
  }

  /** The page order to ask for. */
  public int order() {
    return Slots.pageOrder(slots);
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

  /**
   * The pool.
   *
   * @throws IllegalStateException unless the step is {@link Step#DONE}
   */
  public PoolGeometry geometry() {
    if (step != Step.DONE) {
      throw new IllegalStateException("the quest for a pool is at " + step);
    }
    return new PoolGeometry(address, slots, areas);
  }

  /** The descriptor or slot table asked for was granted, or the pages were given back. */
  public void granted() {
    step =
        switch (step) {
          case DESCRIPTOR -> Step.PAGES;
          case SLOT_TABLE -> Step.DONE;
          case RETURN_PAGES -> afterReturn();
          default -> throw new IllegalStateException("nothing was asked for at " + step);
        };
  }

  /** The pages asked for were granted at an address. */
  public void granted(long at) {
    requirePages();
    address = at;
    if (Long.compareUnsigned(at + Slots.toBytes(slots) - 1, limit) <= 0) {
      step = Step.SLOT_TABLE;
      return;
    }
    var lower = zone != Zone.DMA;
    zone = zone.lower();
    returnPages(lower ? Step.PAGES : Step.FAILED, !lower);
  }

  /** What was asked for was refused. */
  public void refused() {
    switch (step) {
      case PAGES -> step = afterRefusedPages();
      case SLOT_TABLE -> returnPages(Step.FAILED, false);
      default -> step = Step.FAILED;
    }
  }

  private void returnPages(Step then, boolean countsAsRefusal) {
    step = Step.RETURN_PAGES;
    afterReturn = then;
    refusedAfterReturn = countsAsRefusal;
  }

  private Step afterReturn() {
    return refusedAfterReturn ? afterRefusedPages() : afterReturn;
  }

  private Step afterRefusedPages() {
    if (!mayHalve || slots / 2 < Slots.MIN_POOL_SLOTS) {
      return Step.FAILED;
    }
    slots /= 2;
    areas = areasThatFit(areas, slots);
    zone = Zone.forLimit(limit, dmaZoneLimit);
    return Step.PAGES;
  }

  private void requirePages() {
    if (step != Step.PAGES) {
      throw new IllegalStateException("no pages were asked for at " + step);
    }
  }
}
