package swiotlb.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.run.ScenarioRun;
import swiotlb.trace.record.TraceStores;
import swiotlb.trace.store.TraceHeader;

/** A whole run, without a trace and with one of each format: what recording costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class TracedRunBench {
  private static final Path SCENARIO = Path.of("simulations/nic-refill.conf");

  /** The format, as the name of the file tells it. */
  @Param({"none", ".jsonl", ".jsonl.gz", ".duckdb"})
  public String format;

  private Scenario scenario;
  private Path folder;

  /** Reads the scenario. */
  @Setup
  public void prepare() throws IOException {
    scenario = new ScenarioReader().read(SCENARIO, Map.of());
    folder = Files.createTempDirectory("trace");
  }

  /** From boot to the end of the trace. */
  @Benchmark
  public boolean run() throws IOException {
    if ("none".equals(format)) {
      return run(ScenarioRun.Options.plain());
    }
    try (var store = TraceStores.create(folder.resolve("trace" + format), TraceHeader.PLAIN)) {
      return run(ScenarioRun.Options.plain().withSink(store));
    }
  }

  private boolean run(ScenarioRun.Options options) {
    return ScenarioRun.run(scenario, options).ending().isGood();
  }

  /** Leaves nothing behind. */
  @TearDown
  public void delete() throws IOException {
    Files.deleteIfExists(folder.resolve("trace" + format));
    Files.delete(folder);
  }
}
