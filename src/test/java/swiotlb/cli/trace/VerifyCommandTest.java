package swiotlb.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("process")
class VerifyCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private Path scenario;

  @BeforeEach
  void smallScenario() throws IOException {
    scenario =
        Files.writeString(
            folder.resolve("small.conf"),
            """
            kernel = "swiotlb=512,force"
            cpus = 1
            memory = 1 GiB
            devices.a {
              bandwidth = 100 MiB
              jobs.load { cpus = all, block = 4 KiB, depth = 2, context = process, count = 3 }
            }
            """);
  }

  private int verify(VerifyCommand command, Object... arguments) {
    var words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
    return new CommandLine(command).setOut(new PrintWriter(out, true)).execute(words);
  }

  @Test
  void runsOfOneSeedAreTheSameToTheByte() {
    assertThat(verify(new VerifyCommand(), scenario, "--runs", 3)).isZero();
    assertThat(out.toString()).isEqualTo(scenario + ": 3 runs, the same bytes of trace, seed 1\n");
  }

  @Test
  void runsThatAreNotTheSameAreShownWhereTheyPart() {
    var code = verify(new VerifyCommand(List.of("--seed", "2")), scenario);
    assertThat(code).isEqualTo(1);
    assertThat(out.toString())
        .contains("run 2 is not run 1, with the same seed 1")
        .contains("messages; then they differ in")
        .contains("request.demand.originalAddress");
  }

  @Test
  void aRunThatFailsIsShown() {
    var code = verify(new VerifyCommand(List.of("--trace-limit", "much")), scenario);
    assertThat(code).isEqualTo(2);
    assertThat(out.toString())
        .contains("a run ended with exit code 2")
        .contains("--trace-limit: is much; write a size such as 2 GiB");
  }
}
