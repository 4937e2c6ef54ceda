package swiotlb.actor.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** What holds for the grace periods of any platform and seed. */
class GracePeriodProperties {
  private static final int DRAWS = 20_000;

  private static LongStream drawn(GracePeriod period, long seed, int draws) {
    var random = new SplittableRandom(seed);
    return LongStream.generate(() -> period.drawNs(random)).limit(draws);
  }

  @Property
  void everyPeriodLiesBetweenTheLeastAndTheMost(
      @ForAll @LongRange(max = 100_000_000) long least,
      @ForAll @LongRange(max = 100_000_000) long meanBeyond,
      @ForAll @LongRange(max = 100_000_000) long mostBeyond,
      @ForAll long seed) {
    var period = new GracePeriod(least, least + meanBeyond, least + meanBeyond + mostBeyond);
    assertThat(drawn(period, seed, 100)).allMatch(ns -> ns >= least && ns <= period.mostNs());
  }

  @Property
  void whatComesAfterwardsIsAddedToEach(
      @ForAll @LongRange(max = 100_000_000) long after, @ForAll long seed) {
    var period = new GracePeriod(1_000, 5_000, 50_000);
    assertThat(drawn(period.andThen(after), seed, 100).toArray())
        .isEqualTo(drawn(period, seed, 100).map(ns -> ns + after).toArray());
  }

  @Property
  void aSeedGivesTheSamePeriodsEachTime(@ForAll long seed) {
    var period = new GracePeriod(1_000, 5_000, 50_000);
    assertThat(drawn(period, seed, 100).toArray()).isEqualTo(drawn(period, seed, 100).toArray());
  }

  @Property(tries = 50)
  void withoutACutTheMeanIsAsWished(@ForAll long seed) {
    var period = new GracePeriod(1_000_000, 5_000_000, Long.MAX_VALUE);
    assertThat(drawn(period, seed, DRAWS).average().orElseThrow())
        .isCloseTo(5_000_000, within(200_000.0));
  }

  @Property(tries = 50)
  void aCutShortensTheMean(@ForAll long seed) {
    var period = new GracePeriod(0, 5_000_000, 5_000_000);
    var oneLessOneOverE = 5_000_000 * (1 - Math.exp(-1));
    assertThat(drawn(period, seed, DRAWS).average().orElseThrow())
        .isCloseTo(oneLessOneOverE, within(100_000.0));
  }

  @Property
  void aPeriodThatIsAlwaysTheSameDrawsNothing(
      @ForAll @LongRange(max = 100_000_000) long ns, @ForAll long seed) {
    var random = new SplittableRandom(seed);
    assertThat(GracePeriod.always(ns).drawNs(random)).isEqualTo(ns);
    assertThat(random.nextLong()).isEqualTo(new SplittableRandom(seed).nextLong());
  }
}
