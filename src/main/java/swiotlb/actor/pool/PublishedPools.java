package swiotlb.actor.pool;

/**
 * The list of pools that an allocator has published last: written by the Allocator, read by its
 * areas, and the second of the two things that actors share, beside the counters. The kernel's list
 * is such a reference too: what is published is seen at once by whoever looks. Thread-safe.
 */
public final class PublishedPools {
  private volatile PoolList newest;

  /** Nothing published yet. */
  public PublishedPools(PoolList.SearchRounds rounds) {
    this.newest = PoolList.empty(rounds);
  }

  /** The newest list. */
  public PoolList newest() {
    return newest;
  }

  /** Replaces the list by a newer one. */
  void publish(PoolList list) {
    newest = list;
  }
}
