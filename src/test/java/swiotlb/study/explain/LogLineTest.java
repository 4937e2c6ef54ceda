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
        "Fri 2026-11-27 12:41:31 CET host kernel: ",
        "Fri 2026-11-27 12:41:31.123456 CET [s=ab;i=1;b=de;m=12;t=5;x=6] host kernel: ",
        "1795956091.123456 host kernel: ",
        "<4>1 2026-11-29T12:41:31.123Z host kernel - - - ",
        "<4>1 2026-11-29T12:41:31.123Z host kernel - - [meta x=\"1\"] [   10.740891] ",
        "2026 Nov 29 12:41:31 host kernel: [   10.740891] ",
        "6.12.0,4,1234,10740891,-;",
        "4,1234,10740891,-,ncfrag=0/100;",
        "web_1  | [   10.740891] ",
        "2026-11-29T12:41:31.123456789Z stdout F [   10.740891] ",
        "host kernel[0]: [ 10.740891] ",
        "/var/log/messages:Nov 29 12:41:31 host kernel: ",
        "messages-20261129:123:Nov 29 12:41:31 host kernel: [   10.740891] ",
        "12345:[   10.740891] ",
        "[12:41:31.123] [   10.740891] ",
        "[2026-11-29 12:41:31] [   10.740891] ",
        "01-15 12:41:31.123     0     0 W ",
        "MESSAGE=",
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
    assertThat(later.moment().wallSeconds() - earlier.moment().wallSeconds()).isEqualTo(14 * 3600);
    assertThat(LogLine.parse(1, "x").moment().isKnown()).isFalse();
    assertThat(LogLine.parse(1, "2026-02-31T12:41:31Z host kernel: x").moment().isKnown())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345:[   10.740891] x",
        "web_1  | [   10.740891] x",
        "6.12.0,4,1,10740891,-,ncfrag=0/1;x",
        "{\"log\":\"[   10.740891] x\\n\",\"stream\":\"stdout\"}",
        "{\"__REALTIME_TIMESTAMP\":\"1795956091123456\",\"__MONOTONIC_TIMESTAMP\":\"10740891\",\"MESSAGE\":\"x\"}"
      })
  void theTimeIsFoundBehindWhatOthersPutBefore(String text) {
    var line = LogLine.parse(1, text);
    assertThat(line.bootSeconds()).isEqualTo(10.740891);
    assertThat(line.body()).isEqualTo("x");
  }

  @Test
  void theHostIsKept() {
    assertThat(LogLine.parse(1, "Nov 29 12:41:31 node7 kernel: x").origin().host())
        .isEqualTo("node7");
    assertThat(LogLine.parse(1, "2026-11-29T12:41:31Z node7 kernel: x").origin().host())
        .isEqualTo("node7");
    assertThat(LogLine.parse(1, "[ 1.0] x").origin().host()).isEmpty();
  }

  @Test
  void aRecordOfSeveralLinesHasItsTime() {
    var journal =
        Logs.explain(
            "{",
            "\t\"__MONOTONIC_TIMESTAMP\" : \"10740891\",",
            "\t\"MESSAGE\" : \"" + WORDS + "\",",
            "}",
            "__MONOTONIC_TIMESTAMP=11000000",
            "MESSAGE=" + WORDS,
            "",
            "         \"time\":     12.000000,",
            "         \"msg\": \"" + WORDS + "\"");
    assertThat(journal.lines().stream().map(l -> l.line().bootSeconds()))
        .containsExactly(10.740891, 11.0, 12.0);
    assertThat(journal.lines()).allMatch(l -> l.device().equals("nvme 0000:00:04.0"));
  }

  @Test
  void escapesOfJsonReachNobody() {
    var line = LogLine.parse(1, "{\"MESSAGE\":\"a\\u001b[31m \\\"b\\\" \\u0041\\n\"}");
    assertThat(line.body()).isEqualTo("a \"b\" A");
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
  void aLineThatAConsoleHasCutInAWordIsReadAsOne() {
    var line = "[   10.740891] " + WORDS;
    for (var width : List.of(60, 80, 95)) {
      var explained = Logs.explain(line.substring(0, width), line.substring(width));
      assertThat(explained.lines()).hasSize(1);
      assertThat(explained.lines().get(0).cause()).isEqualTo(Cause.EXHAUSTED);
      assertThat(explained.lines().get(0).line().body()).isEqualTo(WORDS);
    }
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
