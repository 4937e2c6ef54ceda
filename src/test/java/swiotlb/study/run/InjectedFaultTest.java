package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Payload checking finds faults of the allocator: a copy of its code is changed in one place and
 * runs a scenario in a JVM of its own. The invariants are switched off, so that nothing else can
 * find it.
 */
@Tag("process")
class InjectedFaultTest {
  private static final Path SLOTS = Path.of("src/main/java/swiotlb/kernel/slot");

  @TempDir private Path changed;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AreaSlots | mark(local, slots, true);  | mark(local, Math.min(slots + 2, 128 - local % 128), true);",
        "AreaSlots | mark(slot, slots, false);  | mark(slot, slots - 1, false);",
        "LiveBuffers | return words[2 * start] + ( | return 1 + words[2 * start] + ("
      })
  void aFaultInTheCodeThatReleasesReservesOrSyncsIsFound(String file, String was, String becomes)
      throws Exception {
    compileWith(file, was, becomes);
    var output = run(1);
    assertThat(output).contains("the run failed").contains("mapping ").contains("byte");
  }

  @Test
  void theCodeAsItIsHasNoSuchFault() throws Exception {
    compileWith("AreaSlots", "mark(slot, slots, false);", "mark(slot, slots, false);");
    assertThat(run(0)).isEmpty();
  }

  private void compileWith(String name, String was, String becomes) throws IOException {
    var source = Files.readString(SLOTS.resolve(name + ".java"));
    assertThat(source.split(java.util.regex.Pattern.quote(was), -1)).as(was).hasSize(2);
    var file = Files.writeString(changed.resolve(name + ".java"), source.replace(was, becomes));
    var compiler = ToolProvider.getSystemJavaCompiler();
    var code =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            changed.toString(),
            file.toString());
    assertThat(code).isZero();
  }

  private String run(int expectedCode) throws IOException, InterruptedException {
    var scenario =
        Files.writeString(
            changed.resolve("many.conf"),
            """
            kernel = "swiotlb=512,1,force"
            check-payload = true
            invariants = false
            devices.quick0.jobs.load {
              block = [{ bytes = 4 KiB }, { bytes = 7 KiB }, { bytes = 40 KiB }]
              read-percent = 30, bidirectional-percent = 30, depth = 12, count = 3000, syncs = 1
            }
            devices.slow0 {
              service-time = 3 ms
              jobs.load {
                cpus = "1", block = [{ bytes = 2 KiB }, { bytes = 30 KiB }]
                read-percent = 50, depth = 20, count = 500
              }
            }
            """);
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                changed + File.pathSeparator + System.getProperty("java.class.path"),
                "swiotlb.cli.Main",
                "run",
                scenario.toString(),
                "--quiet")
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isEqualTo(expectedCode);
    return output;
  }
}
