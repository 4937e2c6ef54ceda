package swiotlb.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrappedTest {
  private static final String PROSE =
      "  devices (MiB/s, IOPS: completed, a second of the run; in flight: at most)";

  @Test
  void whatFitsStaysAsItIs() {
    assertThat(Wrapped.lines(PROSE, PROSE.length())).containsExactly(PROSE);
    assertThat(Wrapped.lines("", 40)).containsExactly("");
  }

  @Test
  void whatDoesNotFitGoesOnBelowItsBeginningBehindAMark() {
    assertThat(Wrapped.lines(PROSE, 40))
        .containsExactly(
            "  devices (MiB/s, IOPS: completed, a",
            "    \u21b3 second of the run; in flight: at",
            "    \u21b3 most)");
  }

  @Test
  void aWordThatIsTooLongIsBroken() {
    assertThat(Wrapped.lines("a " + "b".repeat(30), 20))
        .containsExactly("a", "  \u21b3 " + "b".repeat(16), "  \u21b3 " + "b".repeat(14));
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 21, 33, 40, 80})
  void everyLineFitsAndNoWordIsLost(int columns) {
    for (var line :
        List.of(PROSE, " ".repeat(100) + "x", "y".repeat(200), "\ud83d\ude00 ".repeat(50))) {
      var wrapped = Wrapped.lines(line, columns);
      assertThat(wrapped)
          .allSatisfy(
              part ->
                  assertThat(part.codePointCount(0, part.length())).isLessThanOrEqualTo(columns));
      assertThat(String.join("", wrapped).replace(Wrapped.MARK, "").replace(" ", ""))
          .isEqualTo(line.replace(" ", ""));
    }
  }

  @Test
  void aTerminalThatIsTooNarrowWrapsAsItLikes() {
    assertThat(Wrapped.lines(PROSE, 5)).containsExactly(PROSE);
  }
}
