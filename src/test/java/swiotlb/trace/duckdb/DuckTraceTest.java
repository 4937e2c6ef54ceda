package swiotlb.trace.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.experiment.ScenarioRun;
import swiotlb.scenario.ScenarioReader;
import swiotlb.trace.TraceStores;
import swiotlb.trace.file.TraceFiles;
import swiotlb.trace.file.TraceHeader;
import swiotlb.trace.file.TraceMessage;

class DuckTraceTest {
  private static final TraceHeader REAL =
      new TraceHeader(
          TraceHeader.LATEST,
          false,
          Optional.of("spike"),
          OptionalLong.of(7),
          OptionalLong.of(3),
          true,
          Optional.of("mapping 64"));

  @TempDir private Path folder;

  private record Content(TraceHeader header, List<String> messages, String flaw) {}

  private static Content content(Path file) throws IOException {
    try (var reader = TraceFiles.open(file)) {
      var messages = new ArrayList<String>();
      reader.forEach(message -> messages.add(message.toString()));
      return new Content(reader.header(), messages, reader.flaw().orElse(""));
    }
  }

  private Path linesOf(String scenario) throws IOException {
    var file = folder.resolve("trace.jsonl");
    var header =
        new TraceHeader(
            TraceHeader.LATEST,
            true,
            Optional.of(scenario),
            OptionalLong.of(1),
            OptionalLong.empty(),
            false,
            Optional.empty());
    try (var store = TraceStores.create(file, header)) {
      ScenarioRun.run(
          new ScenarioReader().read(Path.of("simulations/" + scenario + ".conf"), Map.of()),
          ScenarioRun.Options.plain().withSink(store));
    }
    return file;
  }

  private Path databaseOf(Path lines) throws IOException {
    var file = folder.resolve("trace.duckdb");
    try (var reader = TraceFiles.open(lines);
        var trace = new DuckTrace(file, reader.header())) {
      reader.forEach(trace::append);
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"load-spike", "restricted", "confidential-spike", "fragmented-host"})
  void aTraceComesBackAsItWas(String scenario) throws IOException {
    var lines = linesOf(scenario);
    assertThat(content(databaseOf(lines))).isEqualTo(content(lines));
  }

  private static void append(DuckTrace trace, long id, long atNs) {
    var fields = "..{\"text\":\"\u00e9\"}..".getBytes(StandardCharsets.UTF_8);
    trace.append(
        id, 0, 5, atNs, 2, "", "/a", 64, "Area.Unmap", fields, 2, fields.length - 2);
  }

  @Test
  void inRealTimeAMessageWaitsForTheEndOfItsHandling() throws IOException {
    var file = folder.resolve("trace.duckdb");
    try (var trace = new DuckTrace(file, REAL)) {
      append(trace, 1, 10);
      append(trace, 2, 11);
      append(trace, 3, TraceMessage.UNKNOWN);
      trace.handled(2, 30);
      trace.handled(9, 30);
    }
    try (var reader = TraceFiles.open(file)) {
      var messages = new ArrayList<TraceMessage>();
      reader.forEach(messages::add);
      assertThat(reader.header()).isEqualTo(REAL);
      assertThat(messages).extracting(TraceMessage::id).containsExactly(1L, 2L, 3L);
      assertThat(messages).extracting(TraceMessage::handledNs).containsExactly(-1L, 30L, -1L);
      assertThat(messages.get(2).isDelivered()).isFalse();
      assertThat(messages.get(0).fields().json()).isEqualTo("{\"text\":\"\u00e9\"}");
      assertThat(reader.flaw()).isEmpty();
    }
  }
}
