package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoconOutlineTest {

  @Test
  void theLineThatIsNestedTooDeeplyIsNamed() {
    var deep = "a {\n".repeat(HoconOutline.DEEPEST + 1);
    assertThat(HoconOutline.of(deep).tooDeep()).isEqualTo(HoconOutline.DEEPEST + 1);
    assertThat(HoconOutline.of("a {\n".repeat(HoconOutline.DEEPEST)).tooDeep()).isZero();
  }

  @Test
  void bracketsAndPathsNestToo() {
    assertThat(HoconOutline.of("a = " + "[".repeat(200)).tooDeep()).isEqualTo(1);
    assertThat(HoconOutline.of("a.".repeat(200) + "a = 1").tooDeep()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a = \"%s\"", "# %s", "// %s", "a = \"\"\"%s\"\"\"", "a = \"\\\"%s\""})
  void bracesInTextsAndCommentsDoNotNest(String form) {
    assertThat(HoconOutline.of(form.formatted("{".repeat(200))).tooDeep()).isZero();
  }

  @Test
  void includesAreFoundWithTheirLines() {
    var text =
        "a = 1\ninclude \"b.conf\"\n# include \"no.conf\"\nc { include required(\"d.conf\") }";
    assertThat(HoconOutline.of(text).includes()).containsExactly(2, 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "}", "\"", "\"\"\"", "\\", "#", "/", "include ", "a.", "\u0000"})
  @Timeout(10)
  void anyTextHasAnOutline(String part) {
    assertThat(HoconOutline.of(part.repeat(100_000)).settings()).isNotNegative();
  }
}
