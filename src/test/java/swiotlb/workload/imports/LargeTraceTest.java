package swiotlb.workload.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A trace that is larger than the memory of who reads it is read to its end. */
class LargeTraceTest {
  private static final long REQUESTS = 700_000;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void itTakesNoMoreMemoryThanAPieceOfIt() throws IOException, InterruptedException {
    var file = folder.resolve("large.txt");
    var bytes = LargeBlkparse.write(file, REQUESTS);
    assertThat(Files.size(file)).isGreaterThan(150L << 20);
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var process =
        new ProcessBuilder(
                java.toString(),
                "-Xmx16m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ReadsTrace.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).startsWith(REQUESTS + " " + bytes + System.lineSeparator());
  }
}
