package swiotlb.workload;

import java.util.SplittableRandom;

/** Streams of random numbers by the name of who draws from them, never by order of creation. */
public final class Seeds {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** Whole numbers that any reader of JSON keeps. */
  private static final int SEED_BITS = 53;

  private Seeds() {}

  /**
   * The seed of a replication, which is a machine from boot: the same for all that are compared, so
   * that they are compared on the same chance.
   *
   * @param seed of the study
   * @param replication from 1
   */
  public static long ofReplication(long seed, int replication) {
    return stream(seed, "replication " + replication).nextLong() >>> (Long.SIZE - SEED_BITS);
  }

  /** The stream of a name. */
  public static SplittableRandom stream(long seed, String name) {
    var hash = FNV_OFFSET;
    for (var i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * FNV_PRIME;
    }
    return new SplittableRandom(seed ^ hash);
  }
}
