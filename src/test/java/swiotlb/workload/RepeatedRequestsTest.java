package swiotlb.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedRequestsTest {
  private static final int COUNT = 7;

  /** Request n comes at n and has n bytes. */
  private static final ArrivingRequests SEVEN =
      new ArrivingRequests() {
        @Override
        public long count() {
          return COUNT;
        }

        @Override
        public long longestPauseNs() {
          return 1;
        }

        @Override
        public Opened open() {
          return new Opened() {
            private int here = 1;

            @Override
            public boolean hasRequest() {
              return here <= COUNT;
            }

            @Override
            public long atNs() {
              return here;
            }

            @Override
            public int thread() {
              return 0;
            }

            @Override
            public long bytes() {
              return here;
            }

            @Override
            public Direction direction() {
              return Direction.TO_DEVICE;
            }

            @Override
            public void advance() {
              here++;
            }

            @Override
            public void close() {
              here = COUNT + 1;
            }
          };
        }
      };

  private static List<Long> times(double factor) {
    var times = new ArrayList<Long>();
    try (var opened = SEVEN.times(factor).open()) {
      for (; opened.hasRequest(); opened.advance()) {
        times.add(opened.atNs());
      }
    }
    return times;
  }

  @Test
  void eachComesSoOftenAtItsTime() {
    assertThat(times(2)).containsExactly(1L, 1L, 2L, 2L, 3L, 3L, 4L, 4L, 5L, 5L, 6L, 6L, 7L, 7L);
    assertThat(times(1)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  @Test
  void ofPartsSomeComeMoreOftenThanOthers() {
    assertThat(times(1.5)).containsExactly(1L, 2L, 2L, 3L, 4L, 4L, 5L, 6L, 6L, 7L);
    assertThat(times(0.5)).containsExactly(2L, 4L, 6L);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.9, 1, 1.1, 2.5, 100})
  void asManyComeAsAreSaid(double factor) {
    assertThat(times(factor)).hasSize((int) SEVEN.times(factor).count());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void thereIsNoSuchNumberOfTimes(double factor) {
    assertThatThrownBy(() -> SEVEN.times(factor)).isInstanceOf(IllegalArgumentException.class);
  }
}
