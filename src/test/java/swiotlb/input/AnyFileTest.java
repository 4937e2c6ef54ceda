package swiotlb.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipes as a shell makes them are read; nobody waits for one that has no writer. */
@Timeout(30)
class AnyFileTest {
  @TempDir private Path folder;

  private Path pipe() throws Exception {
    var pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  private static String text(Path file) throws IOException {
    try (var in = AnyFile.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aPipeIsReadAsItIsWritten() throws Exception {
    var pipe = pipe();
    var writer = new ProcessBuilder("sh", "-c", "echo one > " + pipe).start();
    assertThat(AnyFile.isPipe(pipe)).isTrue();
    assertThat(text(pipe)).isEqualTo("one\n");
    assertThat(writer.waitFor()).isZero();
  }

  @Test
  void aPipeToWhichNobodyWritesIsRefused() throws Exception {
    var pipe = pipe();
    assertThatThrownBy(() -> AnyFile.open(pipe))
        .isInstanceOf(InputException.class)
        .hasMessage(
            pipe
                + ": is a pipe to which nobody writes; name a file, or start first what writes to it");
  }

  @Test
  void aFileIsAFile() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "two");
    assertThat(AnyFile.isPipe(file)).isFalse();
    assertThat(text(file)).isEqualTo("two");
    assertThatThrownBy(() -> AnyFile.open(folder.resolve("none"))).isInstanceOf(IOException.class);
    assertThat(AnyFile.isPipe(folder.resolve("none"))).isFalse();
  }
}
