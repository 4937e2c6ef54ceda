package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir private Path folder;

  @Test
  void helpIsAnAnswer() {
    var help = Invocation.of("--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("Usage: swiotlb-sim").contains("run", "validate", "replay");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "validate", "golden", "replay"})
  void everyCommandHasHelp(String command) {
    var help = Invocation.of(command, "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).startsWith("Usage: swiotlb-sim " + command);
  }

  @Test
  void aCommandThatIsMadeAloneIsTheSameAsAmongAll() {
    var all = Main.commandLine().getSubcommands();
    assertThat(all).containsKeys("run", "trace", "generate-manual");
    all.forEach(
        (name, command) -> {
          var alone = Main.commandLine(name).getSubcommands();
          assertThat(alone.get(name).getUsageMessage()).isEqualTo(command.getUsageMessage());
          assertThat(alone).hasSize(name.startsWith("generate-") ? all.size() : 1);
          assertThat(command.getCommandName()).isEqualTo(name);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"rum", "--colour", "--color=never", ""})
  void whatIsNoCommandIsHeldAgainstAllOfThem(String word) {
    assertThat(Main.commandLine(word).getSubcommands()).containsKeys("run", "replay");
  }

  @Test
  void theCommandOfTheLauncherIsNotShown() {
    assertThat(Invocation.of("--help").out()).doesNotContain("warm-up");
  }

  @Test
  void aShellCanCompleteCommands() {
    var script = Invocation.of("generate-completion");
    assertThat(script.code()).isZero();
    assertThat(script.out()).contains("swiotlb-sim").contains("--schedule-seed");
  }

  @Test
  void theShellAcceptsItsCompletion() throws IOException, InterruptedException {
    var script = folder.resolve("completion");
    Files.writeString(script, Invocation.of("generate-completion").out());
    assertThat(isBash(script)).isTrue();
    Files.writeString(script, "if then");
    assertThat(isBash(script)).isFalse();
  }

  private static boolean isBash(Path script) throws IOException, InterruptedException {
    return new ProcessBuilder("bash", "-n", script.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  @Test
  void theManualHoldsEveryCommandAndItsOptions() {
    var manual = Invocation.of("generate-manual");
    assertThat(manual.code()).isZero();
    assertThat(manual.out())
        .startsWith(".TH \"SWIOTLB-SIM\" 1\n.SH NAME\nswiotlb\\-sim \\- ")
        .contains(".SS \"swiotlb\\-sim trace sql\"", "\\-\\-schedule\\-seed=N")
        .doesNotContain("swiotlb\\-sim warm\\-up");
    for (var command : List.of("run", "validate", "golden", "replay", "trace", "verify")) {
      assertThat(manual.out()).contains(".SS \"swiotlb\\-sim " + command + "\"\n");
    }
    assertThat(manual.out().lines())
        .filteredOn(line -> line.startsWith("."))
        .allMatch(line -> line.matches("\\.(TH|SH|SS|nf|fi)( .*)?"));
  }

  @Test
  void theVersionIsAnAnswer() {
    var version = Invocation.of("--version");
    assertThat(version.code()).isZero();
    assertThat(version.out()).startsWith("swiotlb-sim ");
  }

  @Test
  void anUnknownCommandIsBadInput() {
    var unknown = Invocation.of("rnu");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("'rnu'");
  }

  @Test
  void noCommandIsBadInput() {
    assertThat(Invocation.of().code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "validate", "golden", "replay"})
  void aCommandWithoutItsFileIsBadInput(String command) {
    assertThat(Invocation.of(command).code()).isEqualTo(2);
  }

  @Test
  void anUnknownOptionIsBadInput() {
    assertThat(Invocation.of("run", "--fast", "simulations/first-growth.conf").code()).isEqualTo(2);
  }

  @Test
  void anArgumentWithAnAtSignIsAFileToRunNotAListOfArguments() {
    var missing = Invocation.of("run", "@arguments");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).startsWith("@arguments: cannot be read");
  }
}
