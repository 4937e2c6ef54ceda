package swiotlb.actor.pool;

/**
 * What the work of an area costs.
 *
 * @param lockNs taking and dropping a lock that nobody else wants
 * @param handoverNs passing a lock to the next CPU that waits for it
 * @param perStepNs passing one slot in the search
 * @param perSlotNs marking one slot used or free
 * @param mapNs fixed part of a mapping, beside lock and search
 * @param unmapNs fixed part of an unmapping
 * @param movedNs what an area costs more that another CPU had last: its lock and the records of its
 *     slots are in the caches of that CPU
 * @param countersNs after the lock was given back: counting slots together with all other CPUs, at
 *     each mapping and unmapping
 */
public record AreaCosts(
    long lockNs,
    long handoverNs,
    double perStepNs,
    double perSlotNs,
    long mapNs,
    long unmapNs,
    long movedNs,
    long countersNs) {
  /** Where the work itself takes the time, as with real threads. */
  public static final AreaCosts FREE = new AreaCosts(0, 0, 0, 0, 0, 0);

  /** The same with an unmapping that costs more. */
  AreaCosts plusUnmap(long moreNs) {
    return new AreaCosts(
        lockNs, handoverNs, perStepNs, perSlotNs, mapNs, unmapNs + moreNs, movedNs, countersNs);
  }

  /** The same with locks that cost nothing. */
  public AreaCosts withoutLocks() {
    return new AreaCosts(0, 0, perStepNs, perSlotNs, mapNs, unmapNs, movedNs, countersNs);
  }

  /** Where it costs nothing that other CPUs use the same area or the same counters. */
  public AreaCosts(
      long lockNs, long handoverNs, double perStepNs, double perSlotNs, long mapNs, long unmapNs) {
    this(lockNs, handoverNs, perStepNs, perSlotNs, mapNs, unmapNs, 0, 0);
  }

  long searchNs(int steppedOver, int slotsTaken) {
    return lockNs
        + (slotsTaken > 0 ? mapNs : 0)
        + Math.round(steppedOver * perStepNs + slotsTaken * perSlotNs);
  }

  long releaseNs(int slots) {
    return lockNs + unmapNs + Math.round(slots * perSlotNs);
  }
}
