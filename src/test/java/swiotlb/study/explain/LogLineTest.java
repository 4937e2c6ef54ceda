package swiotlb.study.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand before and around the kernel's words is taken off. */
class LogLineTest {
  private static final String WORDS =
      "nvme 0000:00:04.0: swiotlb buffer is full (sz: 4096 bytes), total 512 (slots), used 512 (slots)";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[   10.740891] ",
        "[10.740891] ",
        "<4>[   10.740891] ",
        "<4>",
        "[   10.740891] [ T123] ",
        "[   10.740891][    T1] ",
        "[   10.740891] [  C3] ",
        "Nov 29 12:41:31 host kernel: [   10.740891] ",
        "Nov  9 12:41:31 host kernel: ",
        "Nov 29 12:41:31 host kernel[1]: ",
        "Nov 29 12:41:31.123456 host kernel: ",
        "2026-11-29T12:41:31+0100 host kernel: ",
        "2026-11-29T12:41:31.123456+01:00 host kernel: [   10.740891] ",
        "2026-11-29T12:41:31,123456+01:00 ",
        "2026-11-29 12:41:31 host kernel: ",
        "[Sun Nov 29 12:41:31 2026] ",
        "[Nov29 12:41] ",
        "[  +0.000012] ",
        "[    0.123456 <    0.000012>] ",
        "kern  :warn  : [   10.740891] ",
        "4,1234,10740891,-;",
        "4,1234,10740891,-,caller=T1;",
        "[   10.740891] host kernel: ",
        "kernel: ",
        "> > [   10.740891] ",
        "  | ",
        "\u001b[32m[   10.740891] \u001b[0m\u001b[33m",
        "\t",
        "\ufeff",
        "\u0000"
      })
  void whatStandsBeforeIsTakenOff(String before) {
    var explained = Logs.explain(before + WORDS);
    assertThat(explained.lines()).hasSize(1);
    assertThat(explained.lines().get(0).device()).isEqualTo("nvme 0000:00:04.0");
    assertThat(explained.lines().get(0).line().body()).isEqualTo(WORDS);
  }

  @Test
  void timesAreRead() {
    assertThat(LogLine.parse(1, "[   10.740891] x").bootSeconds()).isEqualTo(10.740891);
    assertThat(LogLine.parse(1, "4,1,10740891,-;x").bootSeconds()).isEqualTo(10.740891);
    assertThat(LogLine.parse(1, "[Sun Nov 29 12:41:31 2026] x").time())
        .isEqualTo("Sun Nov 29 12:41:31 2026");
    var earlier = LogLine.parse(1, "Nov 29 12:41:31 host kernel: x");
    var later = LogLine.parse(1, "Nov 30 02:41:31 host kernel: x");
    assertThat(later.order() - earlier.order()).isEqualTo(14 * 3600);
    assertThat(LogLine.parse(1, "x").order()).isNaN();
    assertThat(LogLine.parse(1, "2026-02-31T12:41:31Z host kernel: x").order()).isNaN();
  }

  @Test
  void whatOthersThanTheKernelSayIsForeign() {
    assertThat(LogLine.parse(1, "Nov 29 12:41:31 host sudo[7]: x").isForeign()).isTrue();
    assertThat(LogLine.parse(1, "Nov 29 12:41:31 host kernel: x").isForeign()).isFalse();
  }

  @Test
  void aJournalAsJsonIsRead() {
    var line =
        LogLine.parse(
            1,
            "{\"_SOURCE_MONOTONIC_TIMESTAMP\":\"10740891\",\"SYSLOG_IDENTIFIER\":\"kernel\",\"MESSAGE\":\""
                + WORDS
                + "\",\"PRIORITY\":\"4\"}");
    assertThat(line.body()).isEqualTo(WORDS);
    assertThat(line.bootSeconds()).isEqualTo(10.740891);
    assertThat(line.isForeign()).isFalse();
  }

  @Test
  void carriageReturnsPartLinesOfAConsole() {
    var explained = Logs.explain("login: \r" + WORDS + "\r\r", WORDS + "\r");
    assertThat(explained.lines()).hasSize(2);
  }

  @Test
  void aLineThatMailHasWrappedIsReadAsOne() {
    var explained =
        Logs.explain(
            "> [   10.740891] nvme 0000:00:04.0: swiotlb buffer is full (sz: 4096 bytes),",
            "> total 32768 (slots), used",
            "> 32768 (slots)",
            "> and this is what I think of it");
    assertThat(explained.lines()).hasSize(1);
    assertThat(explained.lines().get(0).cause()).isEqualTo(Cause.EXHAUSTED);
    assertThat(explained.lines().get(0).sure()).isEqualTo(Sure.CERTAIN);
  }

  @Test
  void aLineThatIsCutOffIsNotGuessed() {
    var explained =
        Logs.explain(
            "[ 1.0] nvme 0000:00:04.0: swiotlb buffer is full (sz: 4096 bytes), total 32768 (slo",
            "[ 2.0] something else");
    assertThat(explained.lines()).hasSize(1);
    assertThat(explained.lines().get(0).cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(explained.counts().passedOver()).isEqualTo(1);
  }

  @Test
  void ofVeryManyLinesTheFirstAreExplainedAndTheOthersCounted() {
    var reading = new LogReading();
    for (var i = 0; i < LogReading.MOST_LINES + 7; i++) {
      reading.accept(Logs.full(i / 10.0, "eth0", 4096, 512, 512));
    }
    var explained = Explainer.explain(reading);
    assertThat(explained.lines()).hasSize(LogReading.MOST_LINES);
    assertThat(explained.counts().beyond()).isEqualTo(7);
    assertThat(explained.remarks()).anyMatch(r -> r.startsWith("7 more lines"));
    assertThat(Group.of(explained.lines())).hasSize(1);
    assertThat(List.of(explained.counts().passedOver())).containsExactly(0L);
  }
}
