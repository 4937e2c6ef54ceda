package swiotlb.explore;

import java.util.SplittableRandom;
import swiotlb.time.Choices;

/**
 * Every choice at random, independently of all others: actors as likely as each other, messages
 * late at a rate that is drawn for each run, since how many late ones show most is not known.
 */
public final class RandomStrategy implements Strategy {
  private static final int RATES = 7;

  private final SplittableRandom seeds;
  private final Lateness lateness;

  /** The same runs for the same seed. */
  public RandomStrategy(long seed, Lateness lateness) {
    this.seeds = new SplittableRandom(seed);
    this.lateness = lateness;
  }

  @Override
  public Choices next() {
    var random = seeds.split();
    return new AnyChoices(random, 1.0 / (1 << random.nextInt(RATES)), lateness);
  }

  private static final class AnyChoices implements Choices {
    private final SplittableRandom random;
    private final double rate;
    private final Lateness lateness;

    private AnyChoices(SplittableRandom random, double rate, Lateness lateness) {
      this.random = random;
      this.rate = rate;
      this.lateness = lateness;
    }

    @Override
    public int turn(Runnables runnables) {
      return random.nextInt(runnables.size());
    }

    @Override
    public long lateness(long delayNs) {
      return random.nextDouble() < rate ? lateness.draw(random) : 0;
    }

    @Override
    public boolean happens(String what, double probability) {
      return random.nextDouble() < probability;
    }
  }
}
