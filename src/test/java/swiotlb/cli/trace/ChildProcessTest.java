package swiotlb.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@Tag("process")
class ChildProcessTest {
  /** Does not end by itself. */
  static final class Endless {
    private Endless() {}

    public static void main(String[] arguments) throws InterruptedException {
      new CountDownLatch(1).await();
    }
  }

  private static ProcessBuilder java(String... arguments) {
    var command = new java.util.ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java.util.List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  @Test
  void itsExitCodeIsKnown() throws IOException, InterruptedException {
    try (var process = new ChildProcess(java("--no-such-option"))) {
      assertThat(process.awaitEnd()).isEqualTo(1);
      assertThat(process.isEndedHere()).isFalse();
    }
  }

  @Test
  void closingEndsIt() throws IOException, InterruptedException {
    var process =
        new ChildProcess(
            java("-cp", System.getProperty("java.class.path"), Endless.class.getName()));
    process.close();
    assertThat(process.awaitEnd()).isNotZero();
  }
}
