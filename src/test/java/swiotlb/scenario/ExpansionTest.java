package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import swiotlb.input.ScenarioException;

@Timeout(20)
class ExpansionTest {

  private static void check(String text) {
    Expansion.check(ConfigFactory.parseString(text));
  }

  private static String doubling(int times, String form) {
    return IntStream.rangeClosed(1, times)
        .mapToObj(i -> form.formatted(i, i - 1, i - 1))
        .collect(Collectors.joining("\n", "x0 = aaaaaaaaaa\n", "\n"));
  }

  @Test
  void whatDoublesAFewTimesIsNoHarm() {
    assertThatCode(() -> check(doubling(10, "x%d = ${x%d}${x%d}"))).doesNotThrowAnyException();
  }

  @Test
  void textsThatDoubleWithoutEndAreRefused() {
    assertThatThrownBy(() -> check(doubling(40, "x%d = ${x%d}${x%d}")))
        .isInstanceOf(ScenarioException.class);
  }

  @Test
  void listsAndObjectsThatDoubleAreRefusedToo() {
    assertThatThrownBy(() -> check(doubling(40, "x%d = [${x%d}, ${x%d}]")))
        .isInstanceOf(ScenarioException.class);
    assertThatThrownBy(() -> check(doubling(40, "x%d { a = ${x%d}, b = ${x%d} }")))
        .isInstanceOf(ScenarioException.class);
  }

  @Test
  void aValueThatAddsToItselfIsRefusedOnceItIsTooLong() {
    assertThatThrownBy(() -> check("x = aaaaaaaaaa\n" + "x = ${x}${x}\n".repeat(40)))
        .isInstanceOf(ScenarioException.class);
    assertThatCode(() -> check("x = [1]\n" + "x += 2\n".repeat(100))).doesNotThrowAnyException();
  }

  @Test
  void circlesAreLeftToTheParser() {
    assertThatCode(() -> check("a = ${b}\nb = ${a}")).doesNotThrowAnyException();
  }
}
