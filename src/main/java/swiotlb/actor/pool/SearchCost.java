package swiotlb.actor.pool;

/**
 * Where the time of a search went.
 *
 * @param areas how many areas were searched
 * @param lockWaitNs time for which locks were waited for
 * @param searchNs time for which they were held, and for which slots were counted together with all
 *     other CPUs
 * @param waitNs time for which the request waited for the allocator to grow
 * @param transientNs time to set up a transient pool
 */
public record SearchCost(int areas, long lockWaitNs, long searchNs, long waitNs, long transientNs) {
  /** Nothing spent yet. */
  public static final SearchCost NONE = new SearchCost(0, 0, 0, 0, 0);

  /**
   * One more area was searched.
   *
   * @param like what another search cost: most cost the same, and then one object serves for both
   */
  SearchCost plusArea(long waitedNs, long heldNs, SearchCost like) {
    var isLike =
        like.areas == areas + 1
            && like.lockWaitNs == lockWaitNs + waitedNs
            && like.searchNs == searchNs + heldNs
            && like.waitNs == waitNs
            && like.transientNs == transientNs;
    return isLike
        ? like
        : new SearchCost(areas + 1, lockWaitNs + waitedNs, searchNs + heldNs, waitNs, transientNs);
  }

  /** The request waited for growth. */
  SearchCost plusWait(long waitedNs) {
    return new SearchCost(areas, lockWaitNs, searchNs, waitNs + waitedNs, transientNs);
  }

  /** A transient pool was set up. */
  SearchCost plusTransient(long spentNs) {
    return new SearchCost(areas, lockWaitNs, searchNs, waitNs, transientNs + spentNs);
  }
}
