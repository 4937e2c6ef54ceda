package swiotlb.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import swiotlb.experiment.ScenarioRun;
import swiotlb.scenario.ScenarioReader;
import swiotlb.trace.TraceStores;
import swiotlb.trace.duckdb.DuckTrace;
import swiotlb.trace.file.TraceFiles;
import swiotlb.trace.file.TraceHeader;
import swiotlb.trace.file.TraceMessage;

/** The messages of a scenario stored in a database on the disk: messages a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 7, time = 2)
@Fork(1)
public class DuckTraceBench {
  private static final Path SCENARIO = Path.of("simulations/nic-refill.conf");
  private static final int ROUNDS = 4;

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Prepared(TraceMessage message, byte[] fields) {}

  private final List<Prepared> messages = new ArrayList<>();
  private Path folder;
  private Path file;
  private DuckTrace trace;

  /** What is counted. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Written {
    /** Rows. */
    public long messages;
  }

  /** Runs the scenario once. */
  @Setup
  public void prepare() throws IOException {
    folder = Files.createTempDirectory("duck-trace");
    file = folder.resolve("trace.duckdb");
    var lines = folder.resolve("trace.jsonl");
    try (var store = TraceStores.create(lines, TraceHeader.PLAIN)) {
      ScenarioRun.run(
          new ScenarioReader().read(SCENARIO, Map.of()),
          ScenarioRun.Options.plain().withSink(store));
    }
    try (var reader = TraceFiles.open(lines)) {
      reader.forEach(
          message ->
              messages.add(
                  new Prepared(message, message.fields().json().getBytes(StandardCharsets.UTF_8))));
    }
    Files.delete(lines);
  }

  /** An empty file for each time. */
  @Setup(Level.Invocation)
  public void create() {
    trace = new DuckTrace(file, TraceHeader.PLAIN);
  }

  /** All messages several times over, until the last one is committed. */
  @Benchmark
  public long append(Written written) {
    appendAll();
    trace.flush();
    written.messages += trace.written();
    return trace.written();
  }

  /** The same, until the file is closed, with what follows from the messages. */
  @Benchmark
  public long appendAndClose(Written written) {
    appendAll();
    trace.close();
    written.messages += trace.written();
    return trace.written();
  }

  /** Makes place for the next file. */
  @TearDown(Level.Invocation)
  public void close() {
    trace.close();
  }

  private void appendAll() {
    for (var round = 0; round < ROUNDS; round++) {
      append((long) round * messages.size());
    }
  }

  /** With numbers of its own, as in a longer run. */
  private void append(long first) {
    for (var prepared : messages) {
      var message = prepared.message;
      trace.append(
          first + message.id(),
          message.cause() == 0 ? 0 : first + message.cause(),
          message.sentNs(),
          message.atNs(),
          message.queued(),
          message.from(),
          message.to(),
          message.mapping() < 0 ? message.mapping() : first + message.mapping(),
          message.type(),
          prepared.fields,
          0,
          prepared.fields.length);
    }
  }

  /** Leaves nothing behind. */
  @TearDown
  public void delete() throws IOException {
    Files.deleteIfExists(file);
    Files.delete(folder);
  }
}
