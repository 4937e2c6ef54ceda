package swiotlb.actor.pool;

/**
 * The counters of one allocator that stand beside its locks, in the kernel too (specification,
 * section 8): slots in use, their high-water mark, slots of lasting and of live transient pools.
 *
 * <p>They are the one thing that actors share. {@link #plain} is for actors on one thread, {@link
 * #atomic} for actors on many.
 */
public interface SlotCounters {

  /** Counters for actors that all run on one thread. */
  static SlotCounters plain() {
    return new PlainSlotCounters();
  }

  /** Counters for actors on many threads. */
  static SlotCounters atomic() {
    return new AtomicSlotCounters();
  }

  /** Slots were reserved. */
  void take(int slots);

  /** Slots were given back. */
  void giveBack(int slots);

  /** A transient pool came ({@code slots} positive) or went (negative). */
  void addTransient(int slots);

  /** A lasting pool was published. */
  void addLasting(int slots);

  /** So many slots of lasting pools are out of use, and nobody's. */
  void addDisabled(int slots);

  /** Those slots. */
  long disabledSlots();

  /**
   * Slots in use as a kernel shows them.
   *
   * @param tracksUse whether it counts all of them together; else it adds up the areas of lasting
   *     pools, in which disabled ones are full
   */
  default long shownUsed(boolean tracksUse) {
    return tracksUse
        ? used()
        : Math.min(lastingSlots(), Math.max(0, used() - transientSlots()) + disabledSlots());
  }

  /** The high-water mark begins anew at 0. */
  void resetHiwater();

  /** Slots of all lasting pools: {@code io_tlb_nslabs}. */
  long lastingSlots();

  /** Slots in use now: {@code io_tlb_used}. */
  long used();

  /** The most slots in use so far: {@code io_tlb_used_hiwater}. */
  long hiwater();

  /** Slots of live transient pools: {@code io_tlb_transient_nslabs}. */
  long transientSlots();
}
