package swiotlb.explore;

import java.util.SplittableRandom;
import swiotlb.explore.Deviations.Deviation;
import swiotlb.time.ForwardedChoices;

/**
 * Makes given choices, and from a place on holds back at random what would come next, half of it
 * until nothing else can go. What it did is known as deviations, by which it can be done again.
 */
final class HeldAtRandom extends ForwardedChoices {
  private static final int LONGEST = 32;

  private final GivenDeviations given;
  private final int from;
  private final SplittableRandom random;
  private final double rate;
  private final Lateness lateness;
  private int place;

  /**
   * No choice made yet.
   *
   * @param from the place of the first choice at which something may be held back
   * @param rate how much of what would come next is held back, or late
   */
  HeldAtRandom(
      GivenDeviations given, int from, SplittableRandom random, double rate, Lateness lateness) {
    super(given);
    this.given = given;
    this.from = from;
    this.random = random;
    this.rate = rate;
    this.lateness = lateness;
  }

  /** All that was not in order so far. */
  Deviations made() {
    return given.all();
  }

  @Override
  public int turn(Runnables runnables) {
    if (place >= from) {
      for (var i = 1; i < runnables.size() && random.nextDouble() < rate; i++) {
        given.add(
            random.nextBoolean()
                ? new Deviation(place, Kind.LAST, 1)
                : new Deviation(place, Kind.HOLD, 1L + random.nextInt(LONGEST)));
      }
    }
    place++;
    return super.turn(runnables);
  }

  @Override
  public long lateness(long delayNs) {
    drawLateness();
    return super.lateness(delayNs);
  }

  @Override
  public long lateness(long delayNs, Object message) {
    drawLateness();
    return super.lateness(delayNs, message);
  }

  private void drawLateness() {
    if (place >= from && random.nextDouble() < rate) {
      given.add(new Deviation(place, Kind.LATE, lateness.draw(random)));
    }
    place++;
  }

  @Override
  public boolean happens(String what, double probability) {
    if (place >= from && random.nextDouble() < probability) {
      given.add(new Deviation(place, Kind.HAPPENS, 1));
    }
    place++;
    return super.happens(what, probability);
  }
}
