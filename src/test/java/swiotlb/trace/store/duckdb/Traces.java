package swiotlb.trace.store.duckdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.run.ScenarioRun;
import swiotlb.trace.record.TraceStores;
import swiotlb.trace.store.TraceHeader;
import swiotlb.trace.store.open.TraceDatabase;
import swiotlb.trace.store.open.TraceFiles;

/** Traces for tests. */
public final class Traces {
  static final TraceHeader SPIKE =
      new TraceHeader(
          TraceHeader.LATEST,
          true,
          Optional.of("spike"),
          OptionalLong.of(7),
          OptionalLong.empty(),
          false,
          Optional.empty());

  private Traces() {}

  /** All that a reader tells of a file. */
  record Content(TraceHeader header, List<String> messages, String flaw) {

    static Content of(Path file) throws IOException {
      try (var reader = TraceFiles.open(file)) {
        var messages = new ArrayList<String>();
        reader.forEach(message -> messages.add(message.toString()));
        return new Content(reader.header(), messages, reader.flaw().orElse(""));
      }
    }
  }

  /** Rows of an answer, as lists. */
  public static List<List<Object>> answer(Path file, String sql) throws IOException {
    var rows = new ArrayList<List<Object>>();
    try (var trace = TraceDatabase.open(file)) {
      trace.query(
          sql,
          new TraceDatabase.Rows() {
            @Override
            public void columns(List<TraceDatabase.Column> columns) {}

            @Override
            public void row(List<@Nullable Object> values) {
              rows.add(values);
            }

            @Override
            public void end() {}
          });
    }
    return rows;
  }

  /** Runs a scenario and writes its messages as lines. */
  public static Path lines(Path folder, String scenario) throws IOException {
    var file = folder.resolve(scenario + ".jsonl");
    try (var store = TraceStores.create(file, SPIKE)) {
      ScenarioRun.run(
          new ScenarioReader().read(Path.of("simulations/" + scenario + ".conf"), Map.of()),
          ScenarioRun.Options.plain().withSink(store));
    }
    return file;
  }

  /** Makes a database of a trace of lines. */
  public static Path database(Path lines) throws IOException {
    var file = Path.of(lines.toString().replace(".jsonl", ".duckdb"));
    try (var reader = TraceFiles.open(lines);
        var trace = new DuckTrace(file, reader.header())) {
      reader.forEach(trace::append);
    }
    return file;
  }

  /** Appends a message to mapping 64. */
  static void append(DuckTrace trace, long id, long atNs, String fields) {
    var bytes = (".." + fields + "..").getBytes(StandardCharsets.UTF_8);
    trace.append(id, 0, 5, atNs, 2, "", "/a", 64, "Area.Unmap", bytes, 2, bytes.length - 2);
  }
}
