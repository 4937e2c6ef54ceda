package swiotlb.study.advise;

import swiotlb.kernel.text.PoolParameters;
import swiotlb.kernel.text.SwiotlbParameter;

/**
 * Sizes that a command line asks for.
 *
 * @param slots of the default pool, as a boot gives it
 * @param areas of the default pool
 * @param coherentBytes of each coherent pool; 0: as the kernel has it
 * @param writtenSlots as many as slots; else fewer, without areas, which a boot rounds up to them:
 *     encrypted x86-64 guests take their default number for none written
 */
public record AskedSize(int slots, int areas, long coherentBytes, int writtenSlots) {
  /** Written as it is. */
  public AskedSize(int slots, int areas, long coherentBytes) {
    this(slots, areas, coherentBytes, slots);
  }

  /** The same with other coherent pools. */
  AskedSize withCoherent(long bytes) {
    return new AskedSize(slots, areas, bytes, writtenSlots);
  }

  /** The same, written with fewer slots. */
  AskedSize written(int fewer) {
    return new AskedSize(slots, areas, coherentBytes, fewer);
  }

  /** The parameters of a command line that ask for it. */
  public String parameters(SwiotlbParameter words) {
    var sized =
        writtenSlots == slots
            ? PoolParameters.sized(words, slots, areas)
            : PoolParameters.sized(words, (long) writtenSlots);
    return sized + (coherentBytes == 0 ? "" : " " + PoolParameters.coherentPool(coherentBytes));
  }
}
