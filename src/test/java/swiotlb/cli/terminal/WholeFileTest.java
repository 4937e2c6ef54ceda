package swiotlb.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.input.InputException;

class WholeFileTest {
  private static final byte[] TEXT = "new\n".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameIt() {
    file = folder.resolve("result.json");
  }

  @Test
  void aCompleteFileHasItsName() throws IOException {
    try (var out = WholeFile.create(file)) {
      out.write(TEXT);
      assertThat(file).doesNotExist();
      out.complete();
    }
    assertThat(file).hasContent("new");
    assertOnly(file);
  }

  @Test
  void ofTwoThatAreWrittenAtOnceTheLastIsWhole() throws IOException {
    try (var one = WholeFile.create(file);
        var other = WholeFile.create(file)) {
      one.write("one".getBytes(StandardCharsets.UTF_8));
      other.write("another".getBytes(StandardCharsets.UTF_8));
      one.complete();
      assertThat(file).hasContent("one");
      other.complete();
      assertThat(file).hasContent("another");
    }
    assertOnly(file);
  }

  @Test
  void whatIsNotCompletedLeavesNothing() throws IOException {
    try (var out = WholeFile.create(file)) {
      out.write(TEXT);
    }
    try (var within = Files.list(folder)) {
      assertThat(within).isEmpty();
    }
  }

  @Test
  void whatHadTheNameStaysUntilTheOtherIsComplete() throws IOException {
    Files.writeString(file, "precious");
    try (var out = WholeFile.create(file)) {
      out.write(TEXT);
    }
    assertThat(file).hasContent("precious");
    try (var out = WholeFile.create(file)) {
      out.write(TEXT);
      assertThat(file).hasContent("precious");
      out.complete();
    }
    assertThat(file).hasContent("new");
    assertOnly(file);
  }

  @Test
  void aLinkStaysALink() throws IOException {
    var target = Files.writeString(folder.resolve("target"), "old");
    Files.createSymbolicLink(file, target);
    WholeFile.write(file, "new");
    assertThat(file).isSymbolicLink();
    assertThat(target).hasContent("new");
  }

  @Test
  void aLinkToNothingCreatesWhatItPointsTo() throws IOException {
    var target = folder.resolve("target");
    Files.createSymbolicLink(file, target);
    WholeFile.write(file, "new");
    assertThat(file).isSymbolicLink();
    assertThat(target).hasContent("new");
  }

  @Test
  void aPipeIsWrittenAtOnce() throws Exception {
    Assumptions.assumeTrue(new ProcessBuilder("mkfifo", file.toString()).start().waitFor() == 0);
    var read = CompletableFuture.supplyAsync(() -> read(file));
    WholeFile.write(file, "new");
    assertThat(read.get()).isEqualTo("new");
    assertOnly(file);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aDeviceIsWrittenAtOnce() {
    var full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full));
    assertThatThrownBy(() -> WholeFile.write(full, "new"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("/dev/full: cannot be written: ");
  }

  @Test
  void aStreamOfTheProcessIsWrittenAtOnceWhateverIsBehindIt() throws IOException {
    var standard = Path.of("/dev/stdout");
    Assumptions.assumeTrue(Files.exists(standard));
    WholeFile.create(standard).close();
    assertThat(Path.of("/dev/stdout.unfinished")).doesNotExist();
  }

  @Test
  void aFileThatCannotBeBegunIsNamedAtOnce() {
    var nowhere = folder.resolve("none/result.json");
    assertThatThrownBy(() -> WholeFile.create(nowhere))
        .isInstanceOf(InputException.class)
        .hasMessage(nowhere + ": cannot be written; name a file in a writable folder");
    assertThatThrownBy(() -> WholeFile.create(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot be written");
  }

  private void assertOnly(Path expected) throws IOException {
    try (var within = Files.list(folder)) {
      assertThat(within).containsExactly(expected);
    }
  }
}
