package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValidateCommandTest {
  private static final String SCENARIO = "simulations/first-growth.conf";
  private static final String SMALLEST = "devices.d.jobs.j.count = 1\n";

  @TempDir private Path folder;

  static Stream<Path> scenarios() throws IOException {
    try (var files = Files.list(Path.of("simulations"));
        var studies = Files.list(Path.of("simulations/studies"));
        var throttle = Files.list(Path.of("simulations/studies/throttle"))) {
      return Stream.of(files, studies, throttle)
          .flatMap(found -> found)
          .filter(file -> file.toString().endsWith(".conf"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void theScenariosThatComeWithItAreGood(Path scenario) {
    assertThat(Invocation.of("validate", scenario).code()).isZero();
  }

  @Test
  void aSettingIsShownWithFileAndLine() {
    assertThat(Invocation.of("validate", SCENARIO).out().lines())
        .anyMatch(line -> line.matches("  cpus = 4 +.*first-growth.conf:9"));
  }

  @Test
  void whatWasNotSetIsADefault() {
    assertThat(Invocation.of("validate", SCENARIO).out().lines())
        .anyMatch(line -> line.matches("  memory = 2 GiB +default"));
  }

  @Test
  void whatWasSetByHandIsShownSo() {
    assertThat(Invocation.of("validate", SCENARIO, "--set", "cpus=8").out().lines())
        .anyMatch(line -> line.matches("  cpus = 8 +--set cpus"));
  }

  @Test
  void whatATypeOfDeviceSaysIsShownWithItsFile() throws IOException {
    var file = Files.writeString(folder.resolve("typed.conf"), SMALLEST + "devices.d.type = sata");
    assertThat(Invocation.of("validate", file).out().lines())
        .anyMatch(
            line -> line.matches("  devices.d.queue-depth = 32 +conf/devices/sata.conf:\\d+"));
  }

  @Test
  void aSettingOfSeveralLinesIsShownInOne() {
    assertThat(Invocation.of("validate", "simulations/fragmented-host.conf").out().lines())
        .anyMatch(
            line ->
                line.matches(
                    "  pages.buddyinfo = Node 0, zone +DMA .* \\| Node 0, zone +DMA32 .*conf:\\d+"));
  }

  @Test
  void allThatIsWrongIsToldAtOnce() throws IOException {
    var file =
        Files.writeString(folder.resolve("wrong.conf"), "cpus = none\nmemry = 1 GiB\n" + SMALLEST);
    var result = Invocation.of("validate", file);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains(file + ":1: cpus is none", file + ":2: unknown setting memry");
  }

  @Test
  void aWrongFileDoesNotHideTheOthers() throws IOException {
    var file = Files.writeString(folder.resolve("wrong.conf"), "cpus = 0\n" + SMALLEST);
    var result = Invocation.of("validate", file, SCENARIO, folder.resolve("missing"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).contains("first-growth:");
    assertThat(result.err()).contains("wrong.conf:1: ", "missing: cannot be read");
  }

  @Test
  void theNameOfAFileDoesNotReachTheTerminalAsItIs() throws IOException {
    var file = Files.writeString(folder.resolve("\u001b[2J.conf"), SMALLEST);
    assertThat(Invocation.of("validate", file).out()).doesNotContain("\u001b");
  }
}
