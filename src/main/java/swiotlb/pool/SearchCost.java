package swiotlb.pool;

/**
 * Where the time of a search went.
 *
 * @param areas how many areas were searched
 * @param lockWaitNs time for which locks were waited for
 * @param searchNs time for which they were held
 * @param waitNs time for which the request waited for the allocator to grow
 * @param transientNs time to set up a transient pool
 */
public record SearchCost(int areas, long lockWaitNs, long searchNs, long waitNs, long transientNs) {
  /** Nothing spent yet. */
  public static final SearchCost NONE = new SearchCost(0, 0, 0, 0, 0);

  /** One more area was searched. */
  SearchCost plusArea(long waitedNs, long heldNs) {
    return new SearchCost(areas + 1, lockWaitNs + waitedNs, searchNs + heldNs, waitNs, transientNs);
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
