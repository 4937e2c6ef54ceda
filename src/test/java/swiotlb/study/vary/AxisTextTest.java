package swiotlb.study.vary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.InputException;

/** What stands behind {@code --vary}. */
class AxisTextTest {
  private static List<String> values(String text) {
    var axis = AxisText.parse("a.b=" + text);
    assertThat(axis.path()).isEqualTo("a.b");
    return LongStream.range(0, axis.size()).mapToObj(axis::value).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1..4 | 1;2;3;4",
        "1..10 step 4 | 1;5;9",
        "1..64*4 | 1;4;16;64",
        "1..63*4 | 1;4;16",
        "-2..2 step 2 | -2;0;2",
        "0.5..2 step 0.5 | 0.5;1;1.5;2",
        "1MiB..8MiB*2 | 1 MiB;2 MiB;4 MiB;8 MiB",
        "512KiB..2 MiB *2 | 512 KiB;1024 KiB;2048 KiB",
        "1MiB..2MiB step 512KiB | 1 MiB;1536 KiB;2 MiB",
        "10us..1ms*10 | 10 us;100 us;1000 us",
        "1ms..3ms | 1 ms;2 ms;3 ms",
        "2,4,8 | 2;4;8",
        "1..3,8,16 | 1;2;3;8;16",
        "on , off | on;off",
        "7..7 | 7",
        "1 KiB..3 KiB step 1 KiB | 1 KiB;2 KiB;3 KiB",
      })
  void valuesAreListedOrRanges(String text, String expected) {
    assertThat(String.join(";", values(text))).isEqualTo(expected);
  }

  @Test
  void aTextInQuotesIsAsItIs() {
    assertThat(values("\"swiotlb=512,force\", \"1..8\",\"a \\\"b\\\" \\\\\",\"\""))
        .containsExactly("swiotlb=512,force", "1..8", "a \"b\" \\", "");
  }

  @Test
  void aValueMayHoldAnEqualsSign() {
    assertThat(values("swiotlb=512,swiotlb=1024")).containsExactly("swiotlb=512", "swiotlb=1024");
  }

  @Test
  void aLongRangeCostsNothing() {
    var axis = AxisText.parse("seed-like=1..2000000000");
    assertThat(axis.size()).isEqualTo(2_000_000_000L);
    assertThat(axis.value(1_999_999_999L)).isEqualTo("2000000000");
  }

  @Test
  void numbersSizesAndTimesAreOrdered() {
    assertThat(AxisText.parse("a=1,2,8").isNumeric()).isTrue();
    assertThat(AxisText.parse("a=1MiB..8MiB*2").number("2 MiB")).hasValue(2097152);
    assertThat(AxisText.parse("a=1us,1ms").number("1 ms")).hasValue(1e6);
    assertThat(AxisText.parse("a=on,off").isNumeric()).isFalse();
    assertThat(AxisText.parse("a=1,1ms").isNumeric()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "depth | has no values",
        "=1,2 | does not begin with the path",
        "a b=1 | does not begin with the path",
        "a= | has no values",
        "a=1,,2 | empty value",
        "a=1, | empty value",
        "a=8..1 | goes down",
        "a=1..8 step 0 | leads nowhere",
        "a=1..8 step 1KiB | step of another kind",
        "a=1..8*1 | no whole factor above 1",
        "a=1..8*1.5 | no whole factor above 1",
        "a=0..8*2 | multiplies nothing",
        "a=1..8MiB | one kind of number to another",
        "a=1ms..8MiB | one kind of number to another",
        "a=x..y | is no range",
        "a=1..8 parsecs | is no range",
        "a=../b.conf | is no range",
        "a=1..8 step | is no range",
        "a=1..8 step 2*2 | is no range",
        "a=1,1 | twice",
        "a=1..4,3 | twice",
        "a=1 MiB,1024 KiB | twice",
        "a=2,2.0 | twice",
        "a=\"x | not closed",
        "a=\"x\"y | goes on behind a quote",
        "a=1..99999999999 | larger step",
        "a=0..1 step 0.000000000000001 | larger step",
      })
  void whatIsWrongIsNamed(String text, String what) {
    assertThatThrownBy(() -> AxisText.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--vary ")
        .hasMessageContaining(what);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1..1e9", "1..2..3", "..", "1..", "..1", "1…3..4", "*..*", "1..*2"})
  void whatIsNearlyARangeIsRefused(String text) {
    assertThatThrownBy(() -> AxisText.parse("a=" + text)).isInstanceOf(InputException.class);
  }

  @Test
  void aVeryLongTextIsCutInItsError() {
    assertThatThrownBy(() -> AxisText.parse("a=" + "9".repeat(100_000) + "..1"))
        .message()
        .hasSizeLessThan(600);
  }
}
