package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import swiotlb.cli.terminal.ExitCode;

@Tag("slow")
class BenchCommandTest {
  @Test
  void showsAFigureWithItsUnitForEachMeasurement() {
    var invocation = Invocation.of("bench", "--round-ms", "1");
    assertThat(invocation.code()).isEqualTo(ExitCode.DONE);
    assertThat(invocation.out())
        .startsWith("JDK " + Runtime.version())
        .containsPattern("4 KiB, 64 MiB empty +[\\d,]+ ns\n")
        .containsPattern("2 to 64 KiB, 200 live +[\\d,]+ ns\n")
        .containsPattern("simulation, .* +[\\d,]+ pairs/s\n")
        .containsPattern("trace, .* +[\\d,]+ messages/s\n");
  }
}
