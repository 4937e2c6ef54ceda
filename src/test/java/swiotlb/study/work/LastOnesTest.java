package swiotlb.study.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept, and what is made once more. */
class LastOnesTest {
  private final LastOnes<Integer, String> ones = new LastOnes<>();
  private final List<Integer> made = new ArrayList<>();

  private String get(int key) {
    return ones.get(
        key,
        asked -> {
          made.add(asked);
          return "v" + asked;
        });
  }

  @Test
  void whatIsKeptIsNotMadeAgain() {
    assertThat(get(1)).isEqualTo("v1").isSameAs(get(1));
    assertThat(made).containsExactly(1);
  }

  @Test
  void ofMoreThanFitTheOneThatWasAskedForLongestAgoGoes() {
    IntStream.range(0, 64).forEach(this::get);
    get(0);
    get(64);
    made.clear();
    get(0);
    get(2);
    assertThat(made).isEmpty();
    assertThat(get(1)).isEqualTo("v1");
    assertThat(made).containsExactly(1);
  }
}
