package swiotlb.bench;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import swiotlb.experiment.ScenarioRun;
import swiotlb.scenario.ScenarioReader;
import swiotlb.time.MessageSink;
import swiotlb.trace.JsonLinesTrace;

/** The messages of a scenario written as JSON lines, to nowhere: messages a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(3)
public class TraceBench {
  private static final Path SCENARIO = Path.of("simulations/first-growth.conf");
  private static final int LINES = 20_000;

  private record Line(
      long id, long cause, long sentNs, long atNs, String from, String to, Object message) {}

  private final List<Line> lines = new ArrayList<>();
  private final JsonLinesTrace trace = new JsonLinesTrace(OutputStream.nullOutputStream());

  /** Runs the scenario once and keeps its messages. */
  @Setup
  public void prepare() {
    ScenarioRun.run(
        new ScenarioReader().read(SCENARIO, Map.of()),
        ScenarioRun.Options.plain().withSink(new Keeper()));
    if (lines.size() < LINES) {
      throw new IllegalStateException(SCENARIO + " has only " + lines.size() + " messages");
    }
  }

  private final class Keeper implements MessageSink {
    @Override
    public void delivered(
        long id, long cause, long sentNs, long atNs, String from, String to, Object message) {
      lines.add(new Line(id, cause, sentNs, atNs, from, to, message));
    }

    @Override
    public void undelivered(
        long id, long cause, long sentNs, String from, String to, Object message) {
      // None that counts.
    }
  }

  /** The first of them, written. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public long messages() {
    for (var i = 0; i < LINES; i++) {
      var line = lines.get(i);
      trace.delivered(
          line.id, line.cause, line.sentNs, line.atNs, line.from, line.to, line.message);
    }
    return trace.written();
  }

  /** Ends the trace. */
  @TearDown
  public void close() throws java.io.IOException {
    trace.close();
  }
}
