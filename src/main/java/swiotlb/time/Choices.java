package swiotlb.time;

import java.util.SplittableRandom;

/**
 * Chance as an argument: whatever could go another way in a run in virtual time is asked here. A
 * run is a function of its behaviours and of these answers, so answers that were {@link
 * RecordedChoices recorded} and are {@link GivenChoices given} again make the same run.
 *
 * <p>One for each run; not thread-safe.
 */
public interface Choices {
  /** The actors among which a turn is to be chosen, in the order in which they became runnable. */
  interface Runnables {
    /** How many there are, at least two. */
    int size();

    /** Path of one of them. */
    String path(int index);
  }

  /**
   * Which actor has the next turn.
   *
   * @return an index of the runnables
   */
  int turn(Runnables runnables);

  /**
   * By how much a delay is lengthened.
   *
   * @param delayNs the delay as it was asked for, positive
   * @return nanoseconds, not negative
   */
  long lateness(long delayNs);

  /** Actors in the order in which they became runnable, delays as they are. */
  static Choices inOrder() {
    return InOrder.INSTANCE;
  }

  /** A random runnable actor each time: as reproducible, another interleaving. */
  static Choices random(long seed) {
    return new Random(new SplittableRandom(seed));
  }

  /**
   * The same turns, with noise on delays, since ties alone explore little.
   *
   * @param fraction the most by which a delay is lengthened
   */
  default Choices withJitter(long seed, double fraction) {
    // The stream of noise is not that of the turns: one more turn must not change the noise.
    return new Jittered(this, new SplittableRandom(~seed), fraction);
  }

  /** Always the first. */
  final class InOrder implements Choices {
    private static final InOrder INSTANCE = new InOrder();

    private InOrder() {}

    @Override
    public int turn(Runnables runnables) {
      return 0;
    }

    @Override
    public long lateness(long delayNs) {
      return 0;
    }
  }

  /** Any of them. */
  final class Random implements Choices {
    private final SplittableRandom picks;

    private Random(SplittableRandom picks) {
      this.picks = picks;
    }

    @Override
    public int turn(Runnables runnables) {
      return picks.nextInt(runnables.size());
    }

    @Override
    public long lateness(long delayNs) {
      return 0;
    }
  }

  /** Turns of others, and delays with noise. */
  final class Jittered implements Choices {
    private final Choices turns;
    private final SplittableRandom noise;
    private final double fraction;

    private Jittered(Choices turns, SplittableRandom noise, double fraction) {
      this.turns = turns;
      this.noise = noise;
      this.fraction = fraction;
    }

    @Override
    public int turn(Runnables runnables) {
      return turns.turn(runnables);
    }

    @Override
    public long lateness(long delayNs) {
      var most = (long) (delayNs * fraction);
      return most <= 0 ? 0 : noise.nextLong(most + 1);
    }
  }
}
