package swiotlb.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static String shown(int columns, boolean coloured, Consumer<PrintWriter> print) {
    var text = new StringWriter();
    var screen = new Screen(new PrintWriter(text), columns, coloured);
    print.accept(screen);
    screen.flush();
    return text.toString();
  }

  @Test
  void ofAnyWidthEverythingPassesAsItIs() {
    var text = "x".repeat(500) + "\n\n\ta line\nand the beginning of one";
    assertThat(shown(Screen.ANY_WIDTH, false, out -> out.print(text))).isEqualTo(text);
  }

  @Test
  void whatIsTooWideIsWrapped() {
    assertThat(shown(20, false, out -> out.printf("%s%n", "to be or not to be, that is")))
        .isEqualTo("to be or not to be,\n  \u21b3 that is\n");
  }

  @Test
  void everyLineOfAFailureIsColouredAndNothingElse() {
    var shown =
        shown(
            20,
            true,
            out -> {
              out.println("fine");
              Screen.failure(out, "it failed for a reason that is long");
              out.println("fine");
            });
    assertThat(shown.lines())
        .containsExactly(
            "fine",
            "\u001b[1;31mit failed for a\u001b[0m",
            "\u001b[1;31m  \u21b3 reason that is\u001b[0m",
            "\u001b[1;31m  \u21b3 long\u001b[0m",
            "fine");
  }

  @Test
  void withoutColoursAFailureIsALine() {
    assertThat(shown(80, false, out -> Screen.failure(out, "it failed"))).isEqualTo("it failed\n");
  }

  @Test
  void aWriterThatIsNoScreenHasAnyWidthAndNoColours() {
    var text = new StringWriter();
    var out = new PrintWriter(text, true);
    Screen.failure(out, "it failed");
    assertThat(text).hasToString("it failed\n");
    assertThat(Screen.columnsOf(out)).isEqualTo(Screen.ANY_WIDTH);
  }

  @Test
  void coloursOfOthersAreNone() {
    var hostile = "\u001b[32mall is well\u001b[0m\u009b";
    assertThat(shown(80, true, out -> Screen.failure(out, hostile)))
        .isEqualTo("\u001b[1;31m\ufffd[32mall is well\ufffd[0m\ufffd\u001b[0m\n");
    assertThat(shown(80, true, out -> out.print(hostile))).doesNotContain("\u001b", "\u009b");
    assertThat(Screen.alarm("\u001b[0m")).isEqualTo("\u001b[1;31m\ufffd[0m\u001b[0m");
  }
}
