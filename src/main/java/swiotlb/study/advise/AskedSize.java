package swiotlb.study.advise;

import swiotlb.kernel.text.PoolParameters;
import swiotlb.kernel.text.SwiotlbParameter;

/**
 * Sizes that a command line asks for.
 *
 * @param slots of the default pool
 * @param areas of the default pool
 * @param coherentBytes of each coherent pool; 0: as the kernel has it
 */
public record AskedSize(int slots, int areas, long coherentBytes) {
  /** The same with other coherent pools. */
  AskedSize withCoherent(long bytes) {
    return new AskedSize(slots, areas, bytes);
  }

  /** The parameters of a command line that ask for it. */
  public String parameters(SwiotlbParameter words) {
    return PoolParameters.sized(words, slots, areas)
        + (coherentBytes == 0 ? "" : " " + PoolParameters.coherentPool(coherentBytes));
  }
}
