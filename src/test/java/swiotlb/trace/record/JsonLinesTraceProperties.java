package swiotlb.trace.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;
import swiotlb.trace.store.TraceHeader;

/** What is written is JSON, and says what was meant. */
class JsonLinesTraceProperties {
  private static final ObjectMapper JSON = new ObjectMapper();

  record Message(String text, long number, List<String> texts, Map<String, Long> numbers) {}

  private static JsonNode line(String from, Message message) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var trace = new JsonLinesTrace(out, TraceHeader.PLAIN)) {
      trace.delivered(
          new Sent(1, 0, MessageSink.UNCORRELATED, message.number, 0, from, "/user", message),
          message.number);
    }
    var text = out.toString(StandardCharsets.US_ASCII);
    assertThat(text.lines()).hasSize(3);
    return JSON.readTree(text.lines().skip(1).findFirst().orElseThrow());
  }

  @Property(tries = 300)
  void everyMessageIsReadBackAsItWas(
      @ForAll String text,
      @ForAll long number,
      @ForAll @Size(max = 4) List<String> texts,
      @ForAll @Size(max = 4) Map<String, Long> numbers)
      throws IOException {
    var message = new Message(text, number, texts, numbers);
    var fields = line("", message).get("fields");
    assertThat(JSON.convertValue(fields, Message.class)).isEqualTo(message);
  }

  @Property(tries = 100)
  void everyTimeAndSenderIsReadBackAsItWas(@ForAll long number, @ForAll String from)
      throws IOException {
    var line = line("/system/" + from, new Message("", number, List.of(), Map.of()));
    assertThat(line.get("sent").longValue()).isEqualTo(number);
    assertThat(line.get("at").longValue()).isEqualTo(number);
    assertThat(line.get("from").textValue()).isEqualTo("/system/" + from);
  }
}
