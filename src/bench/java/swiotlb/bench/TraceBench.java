package swiotlb.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
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
import swiotlb.cli.bench.KeptMessages;
import swiotlb.scenario.ScenarioReader;
import swiotlb.trace.JsonLinesTrace;
import swiotlb.trace.file.TraceHeader;

/** The messages of a scenario written as JSON lines, to nowhere: messages a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(3)
public class TraceBench {
  private static final Path SCENARIO = Path.of("simulations/first-growth.conf");

  private final JsonLinesTrace trace =
      new JsonLinesTrace(OutputStream.nullOutputStream(), TraceHeader.PLAIN);
  private KeptMessages messages;

  /** What is counted. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Written {
    /** Lines. */
    public long messages;
  }

  /** Runs the scenario once. */
  @Setup
  public void prepare() {
    messages = new KeptMessages(new ScenarioReader().read(SCENARIO, Map.of()));
  }

  /** All of its messages, written. */
  @Benchmark
  public long trace(Written written) {
    messages.replay(trace);
    written.messages += messages.count();
    return trace.written();
  }

  /** Ends the trace. */
  @TearDown
  public void close() throws IOException {
    trace.close();
  }
}
