package swiotlb.study.sweep;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import swiotlb.figures.Ending;
import swiotlb.figures.Measured;
import swiotlb.report.FigureJson;

/**
 * What came of a run, as a line of JSON that {@code sweep-line.schema.json} describes. All lines of
 * a replication stand together, and each knows how many they are.
 *
 * @param text without its line break
 */
record ResultLine(JsonNode json, String text) {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final ObjectMapper READER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** What became of a run. */
  enum Outcome {
    /** It came to its end, and all held that must. */
    DONE,
    /** It did not come to its end. */
    FAILED,
    /** It ended, but something that must always hold did not. */
    BROKEN,
    /** The scenario cannot be run at this point. */
    REFUSED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Outcome> of(String word) {
      for (var outcome : values()) {
        if (outcome.word().equals(word)) {
          return Optional.of(outcome);
        }
      }
      return Optional.empty();
    }
  }

  /** What all lines of a replication have in common. */
  record Common(String scenario, String version, Replication replication) {}

  /** The figures of a run, as they stand in a line. */
  static String figures(Measured run) {
    return json(generator -> FigureJson.write(generator, run));
  }

  /** Of a point at which the scenario cannot be run. */
  static List<ResultLine> refused(Common common) {
    var refusal = common.replication.refusal();
    return List.of(line(common, 1, 1, Outcome.REFUSED, refusal, List.of(), null, null));
  }

  /** Of a replication that something in the program ended. */
  static List<ResultLine> crashed(Common common, Throwable cause) {
    return List.of(line(common, 1, 1, Outcome.FAILED, cause.toString(), List.of(), null, null));
  }

  /**
   * Of a replication.
   *
   * @param figures of each run that ended, in order
   */
  static List<ResultLine> of(Common common, List<String> figures, Ending ending) {
    var failure = ending.failure();
    var count = figures.size() + (failure == null ? 0 : 1);
    var lines = new ArrayList<ResultLine>();
    for (var run = 1; run <= figures.size(); run++) {
      var isLast = run == count;
      var broken = isLast ? ending.broken() : List.<String>of();
      lines.add(
          line(
              common,
              run,
              count,
              broken.isEmpty() ? Outcome.DONE : Outcome.BROKEN,
              String.join("; ", broken),
              broken,
              null,
              figures.get(run - 1)));
    }
    if (failure != null) {
      lines.add(
          line(
              common,
              count,
              count,
              Outcome.FAILED,
              failure.what(),
              ending.broken(),
              failure,
              null));
    }
    return lines;
  }

  private static ResultLine line(
      Common common,
      int run,
      int of,
      Outcome outcome,
      String reason,
      List<String> broken,
      Ending.@Nullable Failure failure,
      @Nullable String figures) {
    var replication = common.replication;
    var text =
        json(
            json -> {
              json.writeStartObject();
              json.writeStringField("key", replication.key() + "-" + run);
              json.writeStringField("scenario", common.scenario);
              json.writeNumberField("point", replication.point().number());
              json.writeFieldName("settings");
              FigureJson.write(json, replication.point().settings());
              json.writeNumberField("replication", replication.number());
              json.writeNumberField("run", run);
              json.writeNumberField("runs", of);
              json.writeNumberField("seed", replication.seed());
              json.writeStringField("version", common.version);
              json.writeStringField("outcome", outcome.word());
              json.writeFieldName("reason");
              writeText(json, reason);
              json.writeFieldName("broken_invariants");
              FigureJson.write(json, broken);
              json.writeFieldName("failure");
              write(json, failure);
              json.writeFieldName("figures");
              if (figures == null) {
                json.writeNull();
              } else {
                json.writeRawValue(figures);
              }
              json.writeEndObject();
            });
    return parse(text);
  }

  private static void writeText(JsonGenerator json, String text) throws IOException {
    if (text.isEmpty()) {
      json.writeNull();
    } else {
      json.writeString(text);
    }
  }

  private static void write(JsonGenerator json, Ending.@Nullable Failure failure)
      throws IOException {
    if (failure == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeStringField("actor", failure.actor());
    json.writeNumberField("time_ns", failure.timeNs());
    json.writeStringField("message", failure.message());
    json.writeStringField("what", failure.what());
    json.writeEndObject();
  }

  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  private static String json(Writing writing) {
    var text = new StringWriter();
    try (var json = FACTORY.createGenerator(text)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a result cannot be written", e);
    }
    return text.toString();
  }

  private static ResultLine parse(String text) {
    return read(text).orElseThrow(() -> new IllegalStateException("no result: " + text));
  }

  /** A line that was written before; absent if it is none. */
  static Optional<ResultLine> read(String text) {
    try {
      var line = new ResultLine(READER.readTree(text), text);
      return line.isWhole() ? Optional.of(line) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private boolean isWhole() {
    return json.path("key").asText().equals(replicationKey() + "-" + run())
        && json.path("settings").isObject()
        && run() >= 1
        && run() <= runs()
        && replication() >= 1
        && json.has("figures")
        && Outcome.of(json.path("outcome").asText()).isPresent();
  }

  String key() {
    return json.path("key").asText();
  }

  /** That of its replication. */
  String replicationKey() {
    var key = key();
    return key.substring(0, Math.max(0, key.lastIndexOf('-')));
  }

  long point() {
    return json.path("point").asLong();
  }

  int replication() {
    return json.path("replication").asInt();
  }

  int run() {
    return json.path("run").asInt();
  }

  /** How many lines its replication has. */
  int runs() {
    return json.path("runs").asInt();
  }

  Outcome outcome() {
    return Outcome.of(json.path("outcome").asText()).orElseThrow();
  }

  /** Why it is not done; empty if it is. */
  String reason() {
    return json.path("reason").asText("");
  }

  /** Its figures; a missing node if it has none. */
  JsonNode figures() {
    var figures = json.path("figures");
    return figures.isObject() ? figures : json.path("none");
  }
}
