package swiotlb.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
  @ParameterizedTest
  @ValueSource(strings = {"swiotlb-sim", "../x/swiotlb-sim", "/opt/swiotlb-sim-0.1.0/swiotlb-sim"})
  void itIsCalledAsTheLauncherTells(String told) {
    assertThat(Program.nameOf(told)).isEqualTo(told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "my folder/swiotlb-sim",
        "-rf",
        "a;b",
        "$(x)",
        "\u001b[31m",
        "%n",
        "@|red x|@",
        "a\nb"
      })
  void whatAShellOrAScreenWouldTakeOtherwiseIsLeftOut(String told) {
    assertThat(Program.nameOf(told)).isEqualTo("./swiotlb-sim");
  }

  @Test
  void withoutALauncherItIsThatOfTheCheckout() {
    assertThat(Program.name()).isEqualTo("./swiotlb-sim");
  }
}
