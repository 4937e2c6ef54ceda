package swiotlb.workload.ftrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossesTest {
  private final Losses losses = new Losses();

  private void read(String... lines) {
    List.of(lines).forEach(losses::read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "CPU:1 [LOST 1026 EVENTS];1026;1",
        "CPU:3 [47 EVENTS DROPPED];47;3",
        "CPU 3: 132 events lost;132;-2",
        "fio 12 [001] 1.5: PERF_RECORD_LOST lost 51;51;-1",
        "# entries-in-buffer/entries-written: 2262/13480   #P:4;11218;-2"
      })
  void everyRecorderSaysItInItsWay(String line, long lost, int cpu) {
    assertThat(losses.read(line)).isEqualTo(cpu);
    assertThat(losses.count()).isEqualTo(lost);
  }

  @Test
  void theSumAtTheEndRepeatsWhatStoodBetweenTheLines() {
    read("CPU:0 [900 EVENTS DROPPED]", "CPU:0 [75 EVENTS DROPPED]", "CPU 0: 975 events lost");
    assertThat(losses.count()).isEqualTo(975);
  }

  @Test
  void theSumAtTheEndMayKnowOfMore() {
    read("CPU:0 [900 EVENTS DROPPED]", "CPU 0: 975 events lost", "CPU 1: 5 events lost");
    assertThat(losses.count()).isEqualTo(980);
  }

  @Test
  void aLossWithoutANumberIsOneMore() {
    read("CPU:2 [LOST EVENTS]");
    assertThat(losses.count()).isZero();
    assertThat(losses.isUncounted()).isTrue();
  }

  @Test
  void otherLinesLoseNothing() {
    assertThat(losses.read("fio-1 [000] ..... 1.000000: map: LOST 5 EVENTS"))
        .isEqualTo(Losses.NOT_HERE);
    assertThat(losses.count()).isZero();
  }
}
