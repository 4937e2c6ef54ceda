package swiotlb.actor.pool;

/**
 * The counters of one allocator that stand beside its locks, in the kernel too (specification,
 * section 8): slots in use, their high-water mark, slots of lasting and of live transient pools.
 *
 * <p>Beside the log of failures they are what actors share. {@link #plain} is for actors on one
 * thread, {@link #atomic} for actors on many.
 */
public interface SlotCounters {

  /** Counters for actors that all run on one thread, of a kernel that counts all use together. */
  static SlotCounters plain() {
    return new PlainSlotCounters(true);
  }

  /** The same for actors on many threads. */
  static SlotCounters atomic() {
    return new AtomicSlotCounters(true);
  }

  /**
   * Counters as a kernel has them.
   *
   * @param hasManyThreads whether actors on many threads share them
   * @param tracksUse whether the kernel counts all slots in use together, with a high-water mark;
   *     else it adds up the areas of lasting pools when it is asked
   */
  static SlotCounters of(boolean hasManyThreads, boolean tracksUse) {
    return hasManyThreads ? new AtomicSlotCounters(tracksUse) : new PlainSlotCounters(tracksUse);
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

  /** So many slots of lasting pools the hypervisor has refused to share. */
  void addUnshared(int slots);

  /** Those slots, whether they are in use or not. */
  long unsharedSlots();

  /** Whether the kernel counts all slots in use together, with a high-water mark. */
  boolean tracksUse();

  /** Slots in use as the kernel shows them; disabled areas are full to it. */
  default long shownUsed() {
    return tracksUse()
        ? used()
        : Math.min(lastingSlots(), Math.max(0, used() - transientSlots()) + disabledSlots());
  }

  /** The high-water mark as the kernel shows it. */
  default long shownHiwater() {
    return tracksUse() ? hiwater() : 0;
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
