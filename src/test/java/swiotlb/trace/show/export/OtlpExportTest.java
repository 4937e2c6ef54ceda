package swiotlb.trace.show.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class OtlpExportTest {
  private static String spike = "";
  private static int messages;

  @TempDir private Path folder;

  @BeforeAll
  static void exportTheSpike(@TempDir Path shared) {
    var file = Examples.spike(shared);
    spike = Examples.text(file, ExportFormat.OTLP_JSON);
    messages = Examples.messages(file).size();
  }

  private static List<JsonNode> spans(String text) {
    var spans = new ArrayList<JsonNode>();
    text.lines()
        .forEach(
            line -> {
              try {
                var request = new ObjectMapper().readTree(line);
                request.at("/resourceSpans/0/scopeSpans/0/spans").forEach(spans::add);
              } catch (JsonProcessingException e) {
                throw new AssertionError(line, e);
              }
            });
    return spans;
  }

  private static boolean isMessage(JsonNode span) {
    return span.path("kind").asInt() == 5;
  }

  private static long begin(JsonNode span) {
    return Long.parseLong(span.path("startTimeUnixNano").textValue());
  }

  private static long end(JsonNode span) {
    return Long.parseLong(span.path("endTimeUnixNano").textValue());
  }

  private static String attribute(JsonNode span, String key) {
    for (var attribute : span.path("attributes")) {
      if (attribute.path("key").asText().equals(key)) {
        return attribute.path("value").elements().next().asText();
      }
    }
    return "";
  }

  /** What is wrong with spans. */
  private static List<String> problems(List<JsonNode> spans) {
    var problems = new ArrayList<String>();
    var known = new HashMap<String, JsonNode>();
    for (var span : spans) {
      var id = span.path("spanId").asText();
      if (!id.matches("[0-9a-f]{16}") || !span.path("traceId").asText().matches("[0-9a-f]{32}")) {
        problems.add("no number: " + span);
      }
      if (known.put(id, span) != null) {
        problems.add("twice: " + id);
      }
      if (begin(span) > end(span)) {
        problems.add("ends before it begins: " + span);
      }
      if (span.has("parentSpanId")) {
        var parent = known.get(span.path("parentSpanId").asText());
        if (parent == null || !parent.path("traceId").equals(span.path("traceId"))) {
          problems.add("no parent: " + span);
        } else if (isMessage(span) && begin(parent) > begin(span)) {
          problems.add("begins before its parent: " + span);
        }
      }
    }
    return problems;
  }

  @Test
  void everySpanOfASpikeHasItsPlace() {
    var spans = spans(spike);
    assertThat(problems(spans)).isEmpty();
    assertThat(spans.stream().filter(OtlpExportTest::isMessage)).hasSize(messages);
    assertThat(spans.stream().filter(s -> !isMessage(s)).map(s -> s.path("name").asText()))
        .contains("search", "transfer", "copy in", "growth");
    assertThat(spike.lines().count()).isGreaterThan(20);
  }

  @Test
  void aMappingIsATraceOfItsOwn() {
    var mappings = new HashMap<String, HashSet<String>>();
    for (var span : spans(spike)) {
      if (isMessage(span)) {
        mappings
            .computeIfAbsent(span.path("traceId").asText(), t -> new HashSet<>())
            .add(attribute(span, "swiotlb.mapping"));
      }
    }
    assertThat(mappings.values()).allMatch(m -> m.size() == 1);
    assertThat(mappings.values().stream().filter(m -> !m.contains(""))).hasSize(256);
  }

  @Test
  void whatAnotherTraceCausedIsLinkedToIt() {
    var spans =
        spans(
            Examples.text(
                Examples.virtual(
                    folder,
                    Examples.line(1, 0, 0, "", "/a", 0, null, "Go", "{}"),
                    Examples.line(
                        2, 0, 3, "/a", "/b", 1, 64, "Area.MapRequest", "{\"mapping\":64}"),
                    Examples.line(3, 3, null, "/b", "/c", 2, 64, "MapClient.MapFailed", "{}")),
                ExportFormat.OTLP_JSON));
    assertThat(spans.get(1).has("parentSpanId")).isFalse();
    assertThat(spans.get(1).at("/links/0/spanId")).isEqualTo(spans.get(0).path("spanId"));
    assertThat(spans.get(2).path("parentSpanId")).isEqualTo(spans.get(1).path("spanId"));
    assertThat(spans.get(2).at("/status/code").asInt()).isEqualTo(2);
  }

  @Test
  void aFailureIsAnErrorWithItsReason() {
    var spans =
        spans(
            Examples.text(
                Examples.virtual(
                    folder,
                    Examples.line(
                        1,
                        0,
                        0,
                        "/a",
                        "/b",
                        0,
                        1,
                        "MapClient.MapFailed",
                        "{\"mapping\":1,\"reason\":\"NO_FREE_RUN\"}")),
                ExportFormat.OTLP_JSON));
    assertThat(spans.get(0).at("/status/message").asText()).isEqualTo("NO_FREE_RUN");
  }

  @Test
  void whatWasNotChosenIsNobodysParent() {
    var text = Examples.text(Examples.spike(folder), ExportFormat.OTLP_JSON, Examples.mapping(64));
    assertThat(problems(spans(text))).isEmpty();
    assertThat(spans(text)).isNotEmpty();
  }

  @Test
  void numbersAreTheSameEachTime() {
    assertThat(Examples.text(Examples.spike(folder), ExportFormat.OTLP_JSON).equals(spike))
        .isTrue();
  }

  @Test
  void theCheckerSeesAParentThatIsNotThere() {
    var spans = spans(spike);
    assertThat(problems(spans.subList(5, spans.size()))).isNotEmpty();
  }
}
