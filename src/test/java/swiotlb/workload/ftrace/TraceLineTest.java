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
        .isEqualTo(
            new TraceLine(
                3, TraceLine.Context.INTERRUPT, 5_119_633_000L, true, "map", "(a <- b) tlb=0x1"));
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
        .isEqualTo(
            new TraceLine(12, TraceLine.Context.PROCESS, 1_000_002_000L, true, "search", "rest"));
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "    kworker/2:1H-56      [002] d..1.    11.843026: swiotlb_bounced: rest",
        "    kworker/2:1H-56      [002] d..1.    11.843026: swiotlb_bounced:      rest",
        "kworker/-56     2d..1.    11.843026: swiotlb_bounced:      rest",
        "    kworker/2:1H-56      [002] d..1.    11.843026: (+66) swiotlb_bounced: rest",
        "    kworker/2:1H-56      [002] d..1.    11.843026 (+66.1): swiotlb_bounced: rest",
        "    kworker/2:1H-56      [002] d..1.    11.843026000: swiotlb_bounced: rest",
        "  kworker-56       2d..1. 11843026us : swiotlb_bounced: rest",
        "  kworker-56       2d..1. 11843026us+: swiotlb_bounced: rest"
      })
  void formsOfTraceCmdAndTheKernelSayTheSame(String text) {
    assertThat(TraceLine.parse(text))
        .isEqualTo(
            new TraceLine(
                2, TraceLine.Context.INTERRUPT, 11_843_026_000L, true, "swiotlb_bounced", "rest"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "    kworker/2:1H     200 [002]    29.114243:        swiotlb:swiotlb_bounced: rest",
        "    kworker/2:1H   200/201 [002]    29.114243:        swiotlb:swiotlb_bounced: rest",
        "    Web Content     200 [002]    29.114243000:        swiotlb:swiotlb_bounced: rest",
        "    kworker/2:1H     200 [002]    29.114243:          1        swiotlb:swiotlb_bounced: rest",
        "         swapper       0 [002]    29.114243:        swiotlb:swiotlb_bounced: rest",
        "scsi_eh_0 53 [002] 29.114243: swiotlb:swiotlb_bounced: rest",
        "[002]    29.114243: swiotlb:swiotlb_bounced: rest"
      })
  void formsOfPerfSayNoContext(String text) {
    assertThat(TraceLine.parse(text))
        .isEqualTo(
            new TraceLine(
                2, TraceLine.Context.UNKNOWN, 29_114_243_000L, true, "swiotlb_bounced", "rest"));
  }

  @Test
  void aClockMayCountSomethingElseThanTime() {
    var line = TraceLine.parse("fio-1 [000] d..1. 4711: map: x");
    assertThat(line.hasSeconds()).isFalse();
    assertThat(line.timeNs()).isEqualTo(4711);
  }
}
