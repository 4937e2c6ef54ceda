package swiotlb.workload.ftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.input.InputException;

class RecordingTextTest {
  @TempDir private Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("trace"), bytes);
  }

  private static List<String> lines(Path file) {
    var lines = new ArrayList<String>();
    new RecordingText(file).forEach((line, number) -> lines.add(number + ":" + line));
    return lines;
  }

  @Test
  void linesHaveNumbersAndNoEnds() throws IOException {
    assertThat(lines(file("one\r\n\ntwo".getBytes(StandardCharsets.UTF_8))))
        .containsExactly("1:one", "2:", "3:two");
  }

  @ParameterizedTest
  @CsvSource({
    "17 08 44 74 72 61 63 69 6e 67 36,trace-cmd report",
    "50 45 52 46 49 4c 45 32 00 00,perf script",
    "fd 37 7a 58 5a 00 00 04,xz",
    "28 b5 2f fd 04 00,zstd",
    "42 5a 68 39 31 41,bzip2",
    "50 4b 03 04 14 00,zip"
  })
  void filesOfOtherKindsAreNamedWithWhatToDo(String bytes, String remedy) throws IOException {
    var words = bytes.split(" ", -1);
    var magic = new byte[words.length];
    for (var i = 0; i < magic.length; i++) {
      magic[i] = (byte) Integer.parseInt(words[i], 16);
    }
    var file = file(magic);
    assertThatThrownBy(() -> lines(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(remedy);
  }

  @Test
  void whatHasNoEndOfALineIsNoRecording() throws IOException {
    var file = file(new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> lines(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("trace:1: ")
        .hasMessageContaining("1 MiB");
  }
}
