package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

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
