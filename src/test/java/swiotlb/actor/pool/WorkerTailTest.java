package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WorkerTailTest {
  private static final long MEAN_NS = 1_000_000;
  private static final long MOST_NS = 10_000_000;
  private static final int STARTS = 20_000;

  private static long[] starts(WorkerTail tail) {
    var draws = new WorkerTail.Draws(tail);
    return LongStream.generate(draws::nextNs).limit(STARTS).toArray();
  }

  private static WorkerTail tail(int perMille, long seed) {
    return new WorkerTail(perMille, MEAN_NS, MOST_NS, seed);
  }

  @Test
  void withoutATailNobodyIsLate() {
    assertThat(starts(WorkerTail.NONE)).containsOnly(0);
  }

  @Test
  void soManyOfAThousandAreLate() {
    var late = Arrays.stream(starts(tail(50, 1))).filter(ns -> ns > 0).count();
    assertThat(late / (double) STARTS).isBetween(0.045, 0.055);
  }

  @Test
  void onAverageByTheMeanAndNeverByMoreThanTheMost() {
    var late = starts(tail(1000, 1));
    assertThat(Arrays.stream(late).average().orElseThrow())
        .isBetween(0.97 * MEAN_NS, 1.03 * MEAN_NS);
    assertThat(Arrays.stream(late).max().orElseThrow()).isLessThanOrEqualTo(MOST_NS);
  }

  @Test
  void theSameSeedIsLateAtTheSameStarts() {
    assertThat(starts(tail(50, 1))).isEqualTo(starts(tail(50, 1)));
    assertThat(starts(tail(50, 1))).isNotEqualTo(starts(tail(50, 2)));
  }
}
