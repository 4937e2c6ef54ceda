package swiotlb.explore;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import swiotlb.time.Choices;

/**
 * Turns by random priorities of chains of messages, each caused by the one before, with a few
 * moments at which the chain that is on falls behind all others, and as many messages late (Ozkan
 * et al., Randomized testing of distributed systems with probabilistic guarantees, OOPSLA 2018).
 * How likely it is that a mistake is found depends on how many chains go on beside each other, not
 * on how many messages or actors there are.
 *
 * <p>Its chains are found as the run goes on: a message goes on with the chain of its cause if none
 * did before it, else it begins one. Messages must be numbered, as they are while a sink hears
 * them.
 */
public final class ChainStrategy implements Strategy {
  private final SplittableRandom seeds;
  private final Lateness lateness;
  private final int depth;
  private int choicesOfRun = 64;

  /**
   * The same runs for the same seed.
   *
   * @param depth how many messages in a given order make the mistake, at least 1; there are so many
   *     changes, less one
   */
  public ChainStrategy(long seed, Lateness lateness, int depth) {
    if (depth < 1) {
      throw new IllegalArgumentException("a depth of " + depth + "; it is at least 1");
    }
    this.seeds = new SplittableRandom(seed);
    this.lateness = lateness;
    this.depth = depth;
  }

  @Override
  public Choices next() {
    return new ByChain(seeds.split());
  }

  @Override
  public void ran(MadeChoices made, boolean isNew) {
    choicesOfRun = Math.max(made.count(), 1);
  }

  private final class ByChain implements Choices {
    private final SplittableRandom random;
    private final int[] changes;
    private final Map<Long, Long> priorityOf = new HashMap<>();
    private final Map<Long, Long> wentOnWith = new HashMap<>();
    private int made;

    private ByChain(SplittableRandom random) {
      this.random = random;
      this.changes = random.ints(depth - 1L, 0, choicesOfRun).sorted().toArray();
    }

    @Override
    public int turn(Runnables runnables) {
      var highest = 0;
      for (var i = 1; i < runnables.size(); i++) {
        if (priority(runnables, i) > priority(runnables, highest)) {
          highest = i;
        }
      }
      var change = change();
      if (change >= 0) {
        // Below all that were drawn, and below those of earlier changes.
        priorityOf.put(runnables.message(highest), -1L - change);
      }
      return highest;
    }

    @Override
    public long lateness(long delayNs) {
      return change() >= 0 ? lateness.draw(random) : 0;
    }

    @Override
    public boolean happens(String what, double probability) {
      made++;
      return random.nextDouble() < probability;
    }

    /** Which of the changes is to be made at this choice; negative: none. */
    private int change() {
      return Arrays.binarySearch(changes, made++);
    }

    private long priority(Runnables runnables, int index) {
      var message = runnables.message(index);
      if (message == 0) {
        return Long.MAX_VALUE; // An actor that begins or ends.
      }
      var known = priorityOf.get(message);
      return known == null ? place(message, runnables.cause(index)) : known;
    }

    private long place(long message, long cause) {
      var ofCause = priorityOf.get(cause);
      var priority =
          ofCause != null && wentOnWith.putIfAbsent(cause, message) == null
              ? ofCause
              : (Long) (random.nextLong() >>> 1);
      priorityOf.put(message, priority);
      return priority;
    }
  }
}
