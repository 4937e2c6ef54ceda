package swiotlb.trace.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@Tag("process")
class TemporaryFolderTest {
  @TempDir private Path folder;

  @Test
  void itGoesWithAllThatIsInIt() throws IOException {
    var temporary = TemporaryFolder.create();
    Files.writeString(
        Files.createDirectory(temporary.path().resolve("in")).resolve("file"), "text");
    temporary.close();
    assertThat(temporary.path()).doesNotExist();
  }

  @Test
  void oneThatHasGoneCanBeClosed() {
    var temporary = TemporaryFolder.create();
    temporary.close();
    temporary.close();
    assertThat(temporary.path()).doesNotExist();
  }

  /** What the process that is interrupted does: has a folder with a file, and does not end. */
  static final class Using {
    private Using() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      try (var folder = TemporaryFolder.create()) {
        Files.writeString(folder.path().resolve("file"), "text");
        System.out.println("written");
        new CountDownLatch(1).await();
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whoIsInterruptedLeavesNothingBehind() throws IOException, InterruptedException {
    var temporary = Files.createDirectory(folder.resolve("temporary"));
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Using.class.getName())
            .redirectErrorStream(true)
            .start();
    try (var says = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
      assertThat(says.lines().filter("written"::equals).findFirst()).isPresent();
      assertThat(temporary).isDirectoryRecursivelyContaining("glob:**/file");
      process.destroy();
      process.waitFor();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(temporary).isEmptyDirectory();
  }
}
