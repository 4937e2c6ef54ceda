package swiotlb.study.vary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import swiotlb.input.InputException;

/** Several {@code --vary} together. */
class AxesTest {

  @Test
  void theirPointsAreAllCombinations() {
    var axes = Axes.read(List.of("cpus=1..4", "kernel.dynamic=on,off"), Map.of("runs", "2"));
    assertThat(axes).extracting(Axis::path).containsExactly("cpus", "kernel.dynamic");
    assertThat(Axes.points(axes)).isEqualTo(8);
    assertThat(Axes.points(List.of())).isEqualTo(1);
  }

  @Test
  void whatContradictsItselfIsRefused() {
    refuses("is given twice", Map.of(), "cpus=1,2", "cpus=3");
    refuses("by another option, such as --set", Map.of("cpus", "4"), "cpus=1,2");
    refuses("--replications", Map.of(), "seed=1,2");
    refuses("more than 50", Map.of(), Collections.nCopies(51, "a=1").toArray(String[]::new));
  }

  private static void refuses(String what, Map<String, String> overrides, String... vary) {
    assertThatThrownBy(() -> Axes.read(List.of(vary), overrides))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--vary")
        .hasMessageContaining(what);
  }
}
