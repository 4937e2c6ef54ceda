package swiotlb.trace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.Usual;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;
import swiotlb.trace.store.TraceHeader;

class JsonLinesTraceTest {
  private static final String HEADER =
      "{\"format\":\"swiotlb-trace/2\",\"clock\":\"virtual\",\"scenario\":null,\"seed\":null,"
          + "\"scheduleSeed\":null,\"jitter\":false,\"selection\":null}\n";

  private static String end(int messages) {
    return "{\"end\":" + messages + ",\"omitted\":0}\n";
  }

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  record Nothing() {}

  record Part(int number) implements Usual {
    @Override
    public boolean isUsual() {
      return number == 1;
    }
  }

  record Whole(int first, Part part, int last) {}

  record Value(Object value) {}

  record Slots(long first, int count, boolean isFree) {}

  enum Direction {
    TO_DEVICE {
      @Override
      public String toString() {
        return "to";
      }
    },
    BOTH
  }

  /** The whole trace of one message. */
  private String traced(Object message) {
    var trace = new JsonLinesTrace(out, TraceHeader.PLAIN);
    trace.delivered(
        new Sent(7, 5, MessageSink.UNCORRELATED, 100, 0, "/user/sata0", "/user/allocator", message),
        250);
    return closed(trace);
  }

  private String closed(JsonLinesTrace trace) {
    try {
      trace.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** How a value is written as a field of a message. */
  private String field(Object value) {
    var text = traced(new Value(value));
    var key = "\"fields\":{\"value\":";
    return text.substring(
        text.indexOf(key) + key.length(), text.length() - ("}}\n" + end(1)).length());
  }

  private static Sent sent(Object message) {
    return new Sent(1, 0, MessageSink.UNCORRELATED, 0, 0, "", "/user", message);
  }

  @Test
  void aTraceBeginsWithItsFormat() {
    assertThat(closed(new JsonLinesTrace(out, TraceHeader.PLAIN))).isEqualTo(HEADER + end(0));
  }

  @Test
  void aMessageIsALine() {
    assertThat(traced(new Nothing()))
        .isEqualTo(
            HEADER
                + "{\"id\":7,\"sent\":100,\"at\":250,\"from\":\"/sata0\",\"to\":\"/allocator\","
                + "\"cause\":5,\"mapping\":null,\"queued\":0,"
                + "\"type\":\"JsonLinesTraceTest.Nothing\",\"fields\":{}}\n"
                + end(1));
  }

  @Test
  void aMessageThatNobodyHandledHasNoTime() {
    var trace = new JsonLinesTrace(out, TraceHeader.PLAIN);
    trace.undelivered(new Sent(7, 0, MessageSink.UNCORRELATED, 100, 0, "", "/user", new Nothing()));
    assertThat(closed(trace))
        .endsWith(
            "{\"id\":7,\"sent\":100,\"at\":null,\"from\":\"\",\"to\":\"/\",\"cause\":0,"
                + "\"mapping\":null,\"queued\":0,\"type\":\"JsonLinesTraceTest.Nothing\",\"fields\":{}}\n"
                + end(1));
  }

  @Test
  void messagesAreCounted() throws IOException {
    try (var trace = new JsonLinesTrace(out, TraceHeader.PLAIN)) {
      trace.delivered(
          new Sent(1, 0, MessageSink.UNCORRELATED, 0, 0, "", "/user", new Nothing()), 0);
      trace.undelivered(new Sent(2, 0, MessageSink.UNCORRELATED, 0, 0, "", "/user", new Nothing()));
      assertThat(trace.written()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"/user,/", "/user/a/b,/a/b", "/users,/users", "/system/x,/system/x", "'',''"})
  void pathsBeginBelowTheGuardian(String path, String shown) {
    var trace = new JsonLinesTrace(out, TraceHeader.PLAIN);
    trace.delivered(
        new Sent(1, 0, MessageSink.UNCORRELATED, 0, 0, path, "/user", new Nothing()), 0);
    assertThat(closed(trace)).contains("\"from\":\"" + shown + "\",");
  }

  @Test
  void aMessageThatIsNoRecordIsItsText() {
    assertThat(traced("go \"on\""))
        .contains("\"type\":\"String\",\"fields\":{\"text\":\"go \\\"on\\\"\"}}");
  }

  @Test
  void aPartIsLeftOutWhereItIsAsUsual() {
    assertThat(traced(new Whole(4, new Part(1), 2)))
        .contains("\"fields\":{\"first\":4,\"last\":2}");
    assertThat(traced(new Whole(4, new Part(2), 2)))
        .contains("\"fields\":{\"first\":4,\"part\":{\"number\":2},\"last\":2}");
    assertThat(traced(new Part(1))).contains("\"fields\":{\"number\":1}");
  }

  @Test
  void theFieldsOfARecordAreInTheirOrder() {
    assertThat(traced(new Slots(4, 2, true)))
        .contains("\"fields\":{\"first\":4,\"count\":2,\"isFree\":true}");
  }

  @Test
  void aRecordWithinARecordIsNested() {
    assertThat(field(new Slots(4, 2, false)))
        .isEqualTo("{\"first\":4,\"count\":2,\"isFree\":false}");
  }

  @Test
  void listsAreArrays() {
    assertThat(field(List.of(1, List.of(), List.of(2L, "x")))).isEqualTo("[1,[],[2,\"x\"]]");
  }

  @Test
  void mapsAreSortedByKey() {
    var map = new LinkedHashMap<String, Object>();
    map.put("zone", 1);
    map.put("area", List.of(2));
    map.put("pool", null);
    assertThat(field(map)).isEqualTo("{\"area\":[2],\"pool\":null,\"zone\":1}");
  }

  @Test
  void anEnumIsItsName() {
    assertThat(field(Direction.BOTH)).isEqualTo("\"BOTH\"");
  }

  @Test
  void anEnumThatDescribesItselfIsItsNameAllTheSame() {
    assertThat(field(Direction.TO_DEVICE)).isEqualTo("\"TO_DEVICE\"");
  }

  @Test
  void anOptionalIsItsValueOrNull() {
    assertThat(field(List.of(Optional.of(3), Optional.empty()))).isEqualTo("[3,null]");
  }

  @Test
  void nothingIsNull() {
    assertThat(field(null)).isEqualTo("null");
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, -1, 9, 10, -10, 1_000_000_007, Long.MAX_VALUE, Long.MIN_VALUE, -Long.MAX_VALUE})
  void everyLongIsWrittenInFull(long value) {
    assertThat(field(value)).isEqualTo(Long.toString(value));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`\"`,`\\\"`",
        "`\\`,`\\\\`",
        "`\n`,`\\u000a`",
        "`\u001b`,`\\u001b`",
        "`\u0000`,`\\u0000`",
        "`\u007f`,`\\u007f`",
        "`\u00e9`,`\\u00e9`",
        "`\u202e`,`\\u202e`",
        "`\ud83d\ude00`,`\\ud83d\\ude00`",
        "`\ud83d`,`\\ud83d`",
        "`a/b c`,`a/b c`"
      })
  void textIsEscapedIntoAscii(String value, String json) {
    assertThat(field(value)).isEqualTo('"' + json + '"');
  }

  @Test
  void floatingPointIsRefused() {
    for (var value : List.of(1.5, 1.5f, List.of(2.0), Optional.of(0.1))) {
      assertThatThrownBy(() -> field(value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("integers only");
    }
  }

  @Test
  void actorsAreTheirPathsWithoutRandomNumbers() {
    var kit = ActorTestKit.create();
    try {
      ActorRef<Object> area = kit.createTestProbe("area").getRef();
      assertThat(field(List.of(area, Optional.of(area), area)))
          .matches("\\[(\"/system/area-\\d+\"),\\1,\\1]");
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void actorsAsKeysAreTheirPathsToo() {
    var kit = ActorTestKit.create();
    try {
      ActorRef<Object> area = kit.createTestProbe("area").getRef();
      assertThat(field(Map.of(area, 1))).matches("\\{\"/system/area-\\d+\":1}");
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void aTraceLongerThanItsBufferIsWhole() throws IOException {
    try (var trace = new JsonLinesTrace(out, TraceHeader.PLAIN)) {
      for (var i = 0; i < 2_000; i++) {
        trace.delivered(
            new Sent(
                i + 1,
                i,
                MessageSink.UNCORRELATED,
                i,
                0,
                "/user/a",
                "/user/b",
                new Value("x".repeat(100))),
            i);
      }
      trace.delivered(
          new Sent(
              2_001,
              0,
              MessageSink.UNCORRELATED,
              0,
              0,
              "",
              "/user/b",
              new Value("y".repeat(300_000))),
          0);
    }
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(2_003);
  }

  @Test
  void aFullDiskIsReported() {
    var trace =
        new JsonLinesTrace(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("full");
              }
            },
            TraceHeader.PLAIN);
    var large = new Value("x".repeat(100_000));
    assertThatThrownBy(() -> trace.delivered(sent(large), 0))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("full");
  }
}
