package swiotlb.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "tab\tand\nline", "größer", "\ud83d\ude00", "a  b"})
  void harmlessTextStays(String text) {
    assertThat(Text.printable(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 7, 8, '\r', 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x061c, 0x200b, 0x200e, 0x2028, 0x2029, 0x202a,
        0x202e, 0x2066, 0x2069, 0xfeff, 0xe0001
      })
  void whatMovesColoursOrTurnsTextIsReplaced(int character) {
    assertThat(Text.printable("a" + Character.toString(character) + "b")).isEqualTo("a\ufffdb");
  }

  @Test
  void anEscapeSequenceIsShownWithoutItsEffect() {
    assertThat(Text.printable("\u001b[2J\u001b]0;title\u0007"))
        .isEqualTo("\ufffd[2J\ufffd]0;title\ufffd");
  }

  @Test
  void aSettingKeepsItsSmallLetterWhereASentenceBegins() {
    assertThat(Text.capitalized("swiotlb=512,4 is enough")).isEqualTo("swiotlb=512,4 is enough");
    assertThat(Text.capitalized("no size helps")).isEqualTo("No size helps");
    assertThat(Text.capitalized("")).isEmpty();
  }
}
