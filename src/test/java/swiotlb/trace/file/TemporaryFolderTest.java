package swiotlb.trace.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.trace.duckdb.TraceDatabase;

@Timeout(120)
class TemporaryFolderTest {
  @TempDir private Path folder;

  @Test
  void itGoesWithAllThatIsInIt() throws IOException {
    var spill = TemporaryFolder.create();
    Files.writeString(Files.createDirectory(spill.path().resolve("in")).resolve("file"), "text");
    spill.close();
    assertThat(spill.path()).doesNotExist();
  }

  @Test
  void oneThatHasGoneCanBeClosed() {
    var spill = TemporaryFolder.create();
    spill.close();
    spill.close();
    assertThat(spill.path()).doesNotExist();
  }

  /** What the process that is interrupted does: asks a trace of lines, and does not end. */
  static final class Asking {
    private Asking() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      try (var trace = TraceDatabase.open(Path.of(arguments[0]))) {
        System.out.println("tables " + trace.tables().size());
        new CountDownLatch(1).await();
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void anInterruptedQuestionLeavesNoDatabaseBehind() throws IOException, InterruptedException {
    var lines =
        Files.writeString(
            folder.resolve("trace.jsonl"),
            "{\"format\":\"swiotlb-trace/1\"}\n"
                + "{\"id\":3,\"sent\":1,\"at\":null,\"from\":\"\",\"to\":\"/\",\"cause\":0,"
                + "\"type\":\"Area.MapRequest\",\"fields\":{\"request\":{\"mapping\":9}}}\n");
    var temporary = Files.createDirectory(folder.resolve("temporary"));
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Asking.class.getName(),
                lines.toString())
            .redirectErrorStream(true)
            .start();
    try (var says = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
      assertThat(says.lines().filter("tables 8"::equals).findFirst()).isPresent();
      assertThat(temporary).isDirectoryRecursivelyContaining("glob:**/trace.duckdb");
      process.destroy();
      process.waitFor();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(temporary).isEmptyDirectory();
  }
}
