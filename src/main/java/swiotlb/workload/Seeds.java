package swiotlb.workload;

import java.util.SplittableRandom;

/** Streams of random numbers by the name of who draws from them, never by order of creation. */
public final class Seeds {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Seeds() {}

  /** The stream of a name. */
  public static SplittableRandom stream(long seed, String name) {
    var hash = FNV_OFFSET;
    for (var i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * FNV_PRIME;
    }
    return new SplittableRandom(seed ^ hash);
  }
}
