package swiotlb.trace.show.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.input.InputException;
import swiotlb.trace.store.Selection;
import swiotlb.trace.store.open.TraceFiles;

class TracePageTest {
  private static final String HEADER =
      """
      {"format":"swiotlb-trace/2","clock":"virtual","scenario":"small","seed":7,"scheduleSeed":null,"jitter":false,"selection":null}
      """;
  private static final String MAPPED =
      """
      {"id":1,"sent":0,"at":5,"from":"/device-a","to":"/allocator/pool-0/area-0","cause":0,"mapping":0,"queued":0,"type":"Area.MapRequest","fields":{"request":{"mapping":0,"slots":[]},"pools":"pools-0"}}
      {"id":2,"sent":5,"at":25,"from":"/allocator/pool-0/area-0","to":"/device-a","cause":1,"mapping":0,"queued":3,"type":"MapClient.Mapped","fields":{"mapping":0,"pool":0,"geometry":{"slots":64},"left":{"area":0,"usedSlots":32,"hint":0,"lockWaitNs":4}}}
      """;
  private static final String TRANSIENT =
      """
      {"id":3,"sent":30,"at":40,"from":"/allocator/transient-1","to":"/device-a","cause":0,"mapping":1,"queued":0,"type":"MapClient.Mapped","fields":{"mapping":1,"pool":-1,"geometry":{"slots":8},"left":{"area":0,"usedSlots":8,"hint":0,"lockWaitNs":0}}}
      {"id":4,"sent":50,"at":60,"from":"/allocator/pool-0/area-0","to":"/device-a","cause":0,"mapping":0,"queued":0,"type":"MapClient.Unmapped","fields":{"mapping":0,"slots":32,"releaseNs":10,"left":{"area":0,"usedSlots":0,"hint":0,"lockWaitNs":0}}}
      {"id":5,"sent":70,"at":80,"from":"/allocator/transient-1","to":"/device-a","cause":0,"mapping":1,"queued":0,"type":"MapClient.Unmapped","fields":{"mapping":1,"slots":8,"releaseNs":10,"left":{"area":0,"usedSlots":0,"hint":0,"lockWaitNs":0}}}
      """;
  private static final String END = "{\"end\":5,\"omitted\":0}\n";

  @TempDir private Path folder;
  private TracePage.Summary summary;

  private Path trace(String text) throws IOException {
    return Files.writeString(folder.resolve("trace.jsonl"), text);
  }

  private String page(String text) throws IOException {
    return page(text, Selection.ALL, 100);
  }

  private String page(String text, Selection selection, int limit) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var trace = TraceFiles.open(trace(text))) {
      Explainer explainer =
          (life, isWhole) ->
              List.of(
                  "mapping " + life.mapping(), life.messages().size() + " messages, ä < \u20ac");
      summary = new TracePage("trace.jsonl", selection, limit, explainer).write(trace, out);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void holdsEveryMessageAsTheTraceSaysIt() throws IOException {
    var text = HEADER + MAPPED + TRANSIENT + END;
    var page = Unpacked.of(page(text));
    var lines = text.lines().skip(1).limit(5).toList();
    var json = new ObjectMapper();
    for (var i = 0; i < lines.size(); i++) {
      var line = json.readTree(lines.get(i));
      assertThat(page.numbers("id")[i]).isEqualTo(line.path("id").longValue());
      assertThat(page.numbers("cause")[i]).isEqualTo(line.path("cause").longValue());
      assertThat(page.numbers("sent")[i]).isEqualTo(line.path("sent").longValue());
      assertThat(page.numbers("at")[i]).isEqualTo(line.path("at").longValue());
      assertThat(page.numbers("queued")[i]).isEqualTo(line.path("queued").longValue());
      assertThat(page.numbers("mapping")[i]).isEqualTo(line.path("mapping").longValue());
      assertThat(page.words("actors", "from")[i]).isEqualTo(line.path("from").textValue());
      assertThat(page.words("actors", "to")[i]).isEqualTo(line.path("to").textValue());
      assertThat(page.words("types", "type")[i]).isEqualTo(line.path("type").textValue());
    }
    assertThat(page.fields())
        .containsExactly(
            lines.stream()
                .map(line -> line.substring(line.indexOf("\"fields\":") + 9, line.length() - 1))
                .toArray(String[]::new));
  }

  @Test
  void holdsTheModelledIntervals() throws IOException {
    var page = Unpacked.of(page(HEADER + MAPPED + END));
    assertThat(page.numbers("interval.start")).containsExactly(5, 9);
    assertThat(page.numbers("interval.length")).containsExactly(4, 16);
    assertThat(page.words("actors", "interval.actor")).containsOnly("/allocator/pool-0/area-0");
  }

  @Test
  void sumsUsedSlotsOverAreasAndTransientPools() throws IOException {
    var page = Unpacked.of(page(HEADER + MAPPED + TRANSIENT + END));
    assertThat(page.numbers("used.at")).containsExactly(25, 40, 60, 80);
    assertThat(page.words("pools", "used.pool"))
        .containsExactly("/allocator/pool-0", "transient", "/allocator/pool-0", "transient");
    assertThat(page.numbers("used.slots")).containsExactly(32, 8, 0, 0);
  }

  @Test
  void knowsTheSlotsInUseBeforeTheFirstMessageThatIsShown() throws IOException {
    var late = new Selection(OptionalLong.empty(), List.of(), List.of(), 70, Long.MAX_VALUE);
    var page = Unpacked.of(page(HEADER + MAPPED + TRANSIENT + END, late, 100));
    assertThat(page.numbers("id")).containsExactly(5);
    assertThat(page.numbers("used.slots")).containsExactly(32, 8, 0, 0);
  }

  @Test
  void marksTheStepsOfGrowth() throws IOException {
    var noted =
        """
        {"id":1,"sent":9,"at":9,"from":"/allocator","to":"/","cause":0,"mapping":null,"queued":0,"type":"Allocator.GrowthNoted","fields":{"step":{"timeNs":8,"event":"PUBLISHED","slots":64,"areas":2}}}
        """;
    var page = Unpacked.of(page(HEADER + noted + END));
    assertThat(page.numbers("growth.at")).containsExactly(8);
    assertThat(page.numbers("growth.slots")).containsExactly(64);
    assertThat(page.words("events", "growth.event")).containsExactly("PUBLISHED");
  }

  @Test
  void explainsEveryMapping() throws IOException {
    var page = Unpacked.of(page(HEADER + MAPPED + TRANSIENT + END));
    assertThat(page.numbers("explained.mapping")).containsExactly(0, 1);
    assertThat(page.text("explained.text"))
        .isEqualTo("mapping 0\n3 messages, ä < €mapping 1\n2 messages, ä < €");
    assertThat(page.numbers("explained.length")).containsExactly(30, 30);
  }

  @Test
  void tellsWhatIsOnTheWayOfAMappingFromWhatItCausedBesides() throws IOException {
    var more =
        """
        {"id":3,"sent":30,"at":90,"from":"/device-a","to":"/device-a","cause":2,"mapping":0,"queued":0,"type":"Device.TransferDone","fields":{"mapping":0,"transfer":1,"beganNs":30}}
        {"id":4,"sent":91,"at":92,"from":"/allocator","to":"/","cause":2,"mapping":0,"queued":0,"type":"Allocator.GrowthNoted","fields":{"step":{"timeNs":91,"event":"QUEUED","slots":64,"areas":2}}}
        """;
    var page = Unpacked.of(page(HEADER + MAPPED + more + END));
    assertThat(page.numbers("asides")).as("growth, and no transfer").containsExactly(4);
  }

  @Test
  void explainsNothingOfWhichItHoldsAPart() throws IOException {
    var first = Unpacked.of(page(HEADER + MAPPED + TRANSIENT + END, Selection.ALL, 3));
    assertThat(first.numbers("cut")).containsExactly(0, 1);
    assertThat(first.text("explained.text")).isEmpty();
    var late = new Selection(OptionalLong.empty(), List.of(), List.of(), 30, Long.MAX_VALUE);
    var rest = Unpacked.of(page(HEADER + MAPPED + TRANSIENT + END, late, 100));
    assertThat(rest.numbers("cut")).containsExactly(0);
    assertThat(rest.numbers("explained.mapping")).containsExactly(1);
  }

  @Test
  void aSelectionThatHoldsAllOfAMappingExplainsIt() throws IOException {
    var one = new Selection(OptionalLong.of(0), List.of(), List.of(), 0, Long.MAX_VALUE);
    var page = Unpacked.of(page(HEADER + MAPPED + TRANSIENT + END, one, 100));
    assertThat(page.numbers("cut")).isEmpty();
    assertThat(page.numbers("explained.mapping")).containsExactly(0);
  }

  @Test
  void holdsTheFirstMessagesAndSaysHowManyThereAre() throws IOException {
    var page = Unpacked.of(page(HEADER + MAPPED + TRANSIENT + END, Selection.ALL, 2));
    assertThat(page.numbers("id")).containsExactly(1, 2);
    assertThat(page.head().path("selected").longValue()).isEqualTo(5);
    assertThat(summary).isEqualTo(new TracePage.Summary(2, 5, 1, 25, null));
    assertThat(summary.leftOut()).isEqualTo(3);
  }

  @Test
  void saysThatTheTraceWasCut() throws IOException {
    var page = Unpacked.of(page(HEADER + MAPPED));
    assertThat(summary.flaw()).contains("ends too early");
    assertThat(page.head().path("flaw").textValue()).isEqualTo(summary.flaw());
  }

  @Test
  void holdsMessagesThatNobodyHandled() throws IOException {
    var page = Unpacked.of(page(HEADER + MAPPED.replace("\"at\":25", "\"at\":null") + END));
    assertThat(page.numbers("at")).containsExactly(5, -1);
  }

  @Test
  void keepsNumbersThatABrowserCannotHoldAsTheyAreWritten() throws IOException {
    var fields =
        "{\"mapping\":0,\"a\":9223372036854775807,\"b\":-1,\"c\":1.50e3,\"d\":[true,null,{},[]],"
            + "\"e\":123456789012345678901234567890,\"f\":\"\\\"\\u0001\\\\\"}";
    var message =
        "{\"id\":1,\"sent\":0,\"at\":5,\"from\":\"\",\"to\":\"/a\",\"cause\":0,\"mapping\":0,\"queued\":0,"
            + "\"type\":\"T\",\"fields\":"
            + fields
            + "}\n";
    assertThat(Unpacked.of(page(HEADER + message + END)).fields()).containsExactly(fields);
  }

  @Test
  void namesCannotBecomeMarkup() throws IOException {
    var hostile = "</script><img src=x onerror=alert(1)>";
    var text = (HEADER + MAPPED + END).replace("device-a", hostile).replace("pools-0", hostile);
    var page = page(text);
    assertThat(page).doesNotContain("onerror=alert").doesNotContain("<img");
    assertThat(Unpacked.of(page).words("actors", "from")[0]).isEqualTo("/" + hostile);
    assertThat(Pattern.compile("</script>").matcher(page).results()).hasSize(2);
  }

  @Test
  void allowsNothingButItsOwnScriptAndStyle() throws IOException {
    var page = page(HEADER + MAPPED + END);
    assertThat(page)
        .startsWith(TracePage.BEGIN)
        .containsPattern(
            "content=\"default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+';"
                + " img-src data:; base-uri 'none'; form-action 'none'\"")
        .doesNotContain("{{");
  }

  @Test
  void carriesTheLicenceOfTheChartLibrary() throws IOException {
    assertThat(page(HEADER + MAPPED + END))
        .contains("Permission is hereby granted, free of charge");
  }

  @Test
  void theSameTraceGivesTheSameBytes() throws IOException {
    var text = HEADER + MAPPED + TRANSIENT + END;
    assertThat(page(text)).isEqualTo(page(text));
  }

  @Test
  void writesNothingIfNothingIsToBeShown() throws IOException {
    assertThat(page(HEADER + END)).isEmpty();
    assertThat(summary.selected()).isZero();
  }

  @Test
  void writesNothingOfATraceThatCannotBeRead() throws IOException {
    var out = new ByteArrayOutputStream();
    var page = new TracePage("t", Selection.ALL, 10, (life, isWhole) -> List.of());
    try (var trace = TraceFiles.open(trace(HEADER + MAPPED + "{\"id\":7,\n"))) {
      assertThatThrownBy(() -> page.write(trace, out)).isInstanceOf(InputException.class);
    }
    assertThat(out.size()).isZero();
  }
}
