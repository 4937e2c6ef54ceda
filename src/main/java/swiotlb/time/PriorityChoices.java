package swiotlb.time;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Turns by random priorities of actors, with a few moments at which the one that runs falls behind
 * all others; delays as they are. Of n actors that have k turns, a mistake that shows as soon as d
 * given messages are handled in a given order is found by one run with a probability of at least
 * 1/(n k^(d-1)) (Burckhardt et al., A randomized scheduler with probabilistic guarantees of finding
 * bugs, ASPLOS 2010).
 */
public final class PriorityChoices implements Choices {
  private final long seed;
  private final int[] changesAt;
  private final Map<String, Long> priorities = new HashMap<>();
  private int turns;

  /**
   * For one run.
   *
   * @param depth how many messages in order make the mistake, at least 1; there is one change less
   * @param turns about how many turns are chosen in a run, at least 1; changes lie among these
   */
  public PriorityChoices(long seed, int depth, int turns) {
    if (depth < 1 || turns < 1) {
      throw new IllegalArgumentException(
          "a depth of " + depth + " in " + turns + " turns; both are at least 1");
    }
    this.seed = seed;
    this.changesAt = new SplittableRandom(seed).ints(depth - 1L, 1, turns + 1).toArray();
  }

  @Override
  public int turn(Runnables runnables) {
    var highest =
        IntStream.range(0, runnables.size())
            .boxed()
            .max(Comparator.comparing(index -> priority(runnables.path(index))))
            .orElseThrow();
    turns++;
    for (var i = 0; i < changesAt.length; i++) {
      if (changesAt[i] == turns) {
        priorities.put(runnables.path(highest), (long) i - changesAt.length);
      }
    }
    return highest;
  }

  @Override
  public long lateness(long delayNs) {
    return 0;
  }

  /** Not negative unless it was changed; follows from the name, whoever else there is. */
  private long priority(String path) {
    return priorities.computeIfAbsent(
        path, p -> new SplittableRandom(seed ^ ((long) p.hashCode() << 32)).nextLong() >>> 1);
  }
}
