package swiotlb.workload.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import swiotlb.input.InputException;

/** Lines are found wherever the pieces end in which they come. */
class ByteLinesTest {
  /** Gives a few bytes at a time. */
  private static InputStream dripping(String text, int most) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public synchronized int read(byte[] into, int from, int length) {
        return super.read(into, from, Math.min(most, length));
      }
    };
  }

  private static List<String> read(ByteLines lines) {
    var read = new ArrayList<String>();
    while (lines.next()) {
      read.add(lines.rest());
    }
    return read;
  }

  @Property(tries = 200)
  void linesAreThoseOfTheText(
      @ForAll List<@AlphaChars @StringLength(max = 40) String> lines,
      @ForAll @IntRange(min = 1, max = 50) int piece) {
    var text = String.join("\n", lines) + (lines.isEmpty() ? "" : "\n");
    try (var read = new ByteLines(Path.of("t"), dripping(text, piece))) {
      assertThat(read(read)).isEqualTo(lines);
    }
  }

  @Test
  void aLineMayBeLongerThanAPiece() {
    var line = "x".repeat(200_000);
    assertThat(read(Ios.lines("a\n" + line + "\nb\n"))).containsExactly("a", line, "b");
  }

  @Test
  void aLineOfMoreThanAMebibyteIsRefused() {
    assertThatThrownBy(() -> read(Ios.lines("a\n" + "x".repeat(3 << 20))))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("t:2: is longer than 1 MiB");
  }

  @Test
  void lineEndsOfWindowsAreLineEnds() {
    assertThat(read(Ios.lines("a\r\nb\r\n"))).containsExactly("a", "b");
  }

  @Test
  void aNumberBeyondEighteenDigitsIsNone() {
    var lines = Ios.lines("9999999999999999999\n");
    lines.next();
    assertThat(lines.decimal()).isEqualTo(-1);
  }
}
