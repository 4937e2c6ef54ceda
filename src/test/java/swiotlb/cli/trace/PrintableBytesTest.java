package swiotlb.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableBytesTest {
  private static String printed(String text) {
    var terminal = new ByteArrayOutputStream();
    try (var out = new PrintableBytes(terminal)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return terminal.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b[31mred", "\u009b31mred", "\u202edesrever", "over\rwritten"})
  void whatWouldSteerTheTerminalIsReplaced(String hostile) {
    assertThat(printed(hostile + "\n"))
        .doesNotContain("\u001b", "\u009b", "\u202e", "\r")
        .contains("\uFFFD")
        .endsWith("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"one\ntwo\n", "one\r\ntwo\r\n", "tab\tbed\n", "Überlauf → 2 KiB\n", "\n"})
  void allElseStaysAsItIs(String harmless) {
    assertThat(printed(harmless)).isEqualTo(harmless);
  }

  @Test
  void theLastLineNeedsNoEnd() {
    assertThat(printed("one\ntwo")).isEqualTo("one\ntwo");
  }

  @Test
  void aCharacterMayComeInPieces() throws IOException {
    var terminal = new ByteArrayOutputStream();
    try (var out = new PrintableBytes(terminal)) {
      for (var b : "→\n".getBytes(StandardCharsets.UTF_8)) {
        out.write(b);
        out.flush();
      }
      assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("→\n");
    }
  }
}
