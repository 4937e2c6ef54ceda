package swiotlb.kernel.policy;

/** How the pool of an address is looked for, when a buffer is synced or unmapped. */
@FunctionalInterface
public interface SearchPolicy {

  /** As the kernel does: from the newest pool on, one after the other. */
  SearchPolicy LIST = (position, pools) -> position;

  /**
   * How many steps find a pool, each as long as a platform's {@code pool-step}.
   *
   * @param position of the pool in the list of all, 1 for the newest
   * @param pools how many there are, those of one buffer included
   */
  int steps(int position, int pools);
}
