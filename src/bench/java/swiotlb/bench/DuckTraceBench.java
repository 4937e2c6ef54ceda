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
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4)
@Measurement(iterations = 7)
@Fork(1)
public class DuckTraceBench {
  private static final Path SCENARIO = Path.of("simulations/nic-refill.conf");
  private static final int ROUNDS = 4;

  private record Prepared(TraceMessage message, byte[] fields) {}

  private final List<Prepared> messages = new ArrayList<>();
  private Path folder;
  private long number;

  /** What is counted. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Rates {
    /** Messages a second until all are committed. */
    public double appended;

    /** Messages a second until the file is closed, with what follows from them. */
    public double closed;
  }

  /** Runs the scenario once. */
  @Setup
  public void prepare() throws IOException {
    folder = Files.createTempDirectory("duck-trace");
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

  /** All of its messages several times over, each with numbers of its own. */
  @Benchmark
  public long store(Rates rates) throws IOException {
    var file = folder.resolve("trace-" + number++ + ".duckdb");
    var beganNs = System.nanoTime();
    var trace = new DuckTrace(file, TraceHeader.PLAIN);
    for (var round = 0; round < ROUNDS; round++) {
      append(trace, (long) round * messages.size());
    }
    trace.flush();
    var written = trace.written();
    rates.appended = written * 1e9 / (System.nanoTime() - beganNs);
    trace.close();
    rates.closed = written * 1e9 / (System.nanoTime() - beganNs);
    Files.delete(file);
    return written;
  }

  private void append(DuckTrace trace, long first) {
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
    Files.delete(folder);
  }
}
