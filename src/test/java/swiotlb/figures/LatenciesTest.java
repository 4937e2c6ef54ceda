package swiotlb.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatenciesTest {
  private static final Percentage THREE_DIGITS = Percentage.withPercentage(0.1);

  private final Latencies latencies = new Latencies();

  @Test
  void ofNoneEverythingIsNothing() {
    assertThat(latencies.count()).isZero();
    assertThat(latencies.percentile(50)).isZero();
    assertThat(latencies.max()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"50,500000", "90,900000", "99,990000", "99.9,999000", "100,1000000"})
  void aPercentageDoesNotExceedItsPercentile(double percent, long ns) {
    LongStream.rangeClosed(1, 1000).forEach(i -> latencies.record(i * 1000));
    assertThat(latencies.percentile(percent)).isCloseTo(ns, THREE_DIGITS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 999, 123_456_789, 3_600_000_000_000L, Long.MAX_VALUE / 4})
  void theLongestIsKnownToThreeDigits(long ns) {
    latencies.record(ns);
    assertThat(latencies.max()).isCloseTo(ns, THREE_DIGITS);
  }

  @Test
  void lessThanNothingCountsAsNothing() {
    latencies.record(-5);
    assertThat(latencies.count()).isEqualTo(1);
    assertThat(latencies.max()).isZero();
  }

  @Test
  void anotherSetIsAddedWhole() {
    var other = new Latencies();
    other.record(Duration.ofHours(1).toNanos());
    latencies.record(10);
    latencies.add(other);
    assertThat(latencies.count()).isEqualTo(2);
    assertThat(latencies.max()).isCloseTo(Duration.ofHours(1).toNanos(), THREE_DIGITS);
  }

  @Test
  void aCopyIsLeftAlone() {
    latencies.record(10);
    var copy = latencies.copy();
    latencies.record(20);
    assertThat(copy.count()).isEqualTo(1);
    assertThat(copy.max()).isEqualTo(10);
  }

  @Test
  void itsTextIsASummary() {
    latencies.record(10);
    assertThat(latencies).hasToString("count=1 p50=10 p99=10 max=10");
  }
}
