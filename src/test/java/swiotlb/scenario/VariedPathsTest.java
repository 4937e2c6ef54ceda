package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.input.InputException;

/** Of two settings that are one, one would count for nothing under its own name. */
class VariedPathsTest {
  private static final String JOB = "devices.d.jobs.j";

  private static void vary(Map<String, String> overrides, String... pathsAndValues) {
    var paths = new VariedPaths(overrides);
    for (var i = 0; i < pathsAndValues.length; i += 2) {
      paths.add(pathsAndValues[i], pathsAndValues[i + 1]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cpus, \"cpus\"",
    "kernel, kernel.cmdline",
    "exhaustion.policy, design.exhaustion",
    "platform.lock, costs.lock",
    "encryption.per-call, encryption.costs.per-call"
  })
  void oneSettingHasSeveralNames(String one, String other) {
    assertThatThrownBy(() -> vary(Map.of(), one, "a", other, "b"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "--vary %s: is the same setting as --vary %s; leave one of them out"
                .formatted(other, one));
    assertThatThrownBy(() -> vary(Map.of(one, "a"), other, "b"))
        .hasMessage(
            "--vary %s: has a value by another option, such as --set %s, too; leave one of them out"
                .formatted(other, one));
  }

  @Test
  void oneNameIsNotGivenTwice() {
    assertThatThrownBy(() -> vary(Map.of(), "cpus", "1", "cpus", "2"))
        .hasMessageContaining("--vary cpus: is given twice");
    assertThatThrownBy(() -> vary(Map.of("cpus", "1"), "cpus", "2"))
        .hasMessage(
            "--vary cpus: has a value by another option, such as --set, too; leave one of them out");
  }

  @Test
  void aGroupReplacesWhatWasSetWithinIt() {
    assertThatThrownBy(() -> vary(Map.of(), JOB + ".depth", "1", JOB, "{ count = 1 }"))
        .hasMessageContaining("replaces what --vary devices.d.jobs.j.depth sets; write it first");
    assertThatThrownBy(() -> vary(Map.of(JOB + ".depth", "1"), JOB, "{ count = 1 }"))
        .hasMessageContaining("replaces what --set devices.d.jobs.j.depth sets");
    assertThatThrownBy(() -> vary(Map.of("kernel.dynamic", "on"), "kernel", "{ cmdline = a }"))
        .hasMessageContaining("replaces what --set kernel.dynamic sets");
  }

  @Test
  void othersGoTogether() {
    assertThatCode(
            () ->
                vary(
                    Map.of(JOB, "{ count = 1 }", "kernel.dynamic", "on"),
                    "kernel",
                    "swiotlb=512",
                    "devices.d.jobs.k",
                    "{ count = 1 }",
                    "devices.d.jobs.k.depth",
                    "1",
                    JOB + ".depth",
                    "2",
                    "no..path",
                    "1"))
        .doesNotThrowAnyException();
  }
}
