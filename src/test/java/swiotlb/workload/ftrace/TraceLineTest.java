package swiotlb.workload.ftrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceLineTest {

  @Test
  void aLineIsCpuContextTimeEventAndRest() {
    assertThat(TraceLine.parse("   fio-152     [003] d....     5.119633: map: (a <- b) tlb=0x1"))
        .isEqualTo(new TraceLine(3, true, 5_119_633_000L, "map", "(a <- b) tlb=0x1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fio-152",
        "          <idle>-0  ",
        "   kworker/u16:1-36 ",
        "Web Content-4711",
        "my-job-2-99",
        "tab [1] (x)-7",
        "odd: 1.000000: map: x-8",
        "-9"
      })
  void aTaskMayBeNamedAsItLikes(String task) {
    assertThat(TraceLine.parse(task + " [012] ..... 1.000002: search: rest"))
        .isEqualTo(new TraceLine(12, false, 1_000_002_000L, "search", "rest"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"( 149)", "(-----)", "(1234567)"})
  void theColumnOfThreadGroupsIsPassedOver(String group) {
    assertThat(TraceLine.parse("fio-152 " + group + " [001] ..... 1.000002: map: x").cpu())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    ".....,false",
    "d....,true",
    "D....,true",
    "..s..,true",
    "..H..,true",
    ".N.2.,false",
    "...21,false",
    "....,false",
    "..h1,true"
  })
  void interruptsOffOrAnInterruptIsInterruptContext(String flags, boolean isInterrupt) {
    assertThat(TraceLine.parse("fio-1 [000] " + flags + " 1.000000: map: x").interrupt())
        .isEqualTo(isInterrupt);
  }

  @Test
  void withoutFlagsTheContextIsAProcess() {
    assertThat(TraceLine.parse("fio-1 [000] 1.000000: map: x").interrupt()).isFalse();
  }

  @Test
  void blanksAfterTheNameOfTheEventDoNotCount() {
    assertThat(TraceLine.parse("fio-1 [000] 1.000000: map:             rest of it").rest())
        .isEqualTo("rest of it");
  }

  @Test
  void anEventMaySayNothing() {
    assertThat(TraceLine.parse("fio-1 [000] 1.000000: map: ").rest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CPU:2 [LOST 17 EVENTS]",
        "[    5.119633] usb 1-1: new device",
        "fio-1 [000] 1.0: map: x",
        "fio-1 [000] 99999999999999999999.000000: map: x",
        "fio-1 [999999999999] ..... 1.000000: map: x",
        "fio-1 [000] ..... 1.000000 map x",
        "fio [000] ..... 1.000000: map: x"
      })
  void whatIsNoLineOfFtraceIsNotRead(String text) {
    assertThat(TraceLine.parse(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "-", "-1 ", "-1 [", "-1 [000] ", "-1 (", "\t", "[", "\u00a0-1"})
  @Timeout(5)
  void aLongLineOfTheSameIsRefusedInNoTime(String part) {
    assertThat(TraceLine.parse(part.repeat(100_000))).isNull();
  }

  @Test
  void timesAreExactToTheMicrosecond() {
    assertThat(TraceLine.parse("fio-1 [000] 999999999.999999: map: x").timeNs())
        .isEqualTo(Duration.ofSeconds(999_999_999, 999_999_000).toNanos());
  }
}
