package swiotlb.bench;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.run.ScenarioRun;

/** Tiny runs one after the other, as sweeps make them: two devices, 50 requests. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TinyRunBench {
  private static final String TEXT =
      """
      kernel = "swiotlb=512,force"
      cpus = 2
      devices.a { jobs.load { cpus = "0", count = 25, depth = 2 } }
      devices.b { jobs.load { cpus = "1", count = 25, depth = 2 } }
      """;

  private final ScenarioRun.Runner runner = new ScenarioRun.Runner();
  private final Scenario scenario = read();

  private static Scenario read() {
    return new ScenarioReader().read("tiny", TEXT, Map.of());
  }

  /** The engine ends with the thread. */
  @TearDown
  public void close() {
    runner.close();
  }

  /** What a sweep does: reads, and runs on an engine that outlives its runs. */
  @Benchmark
  public Object readAndRun() {
    return runner.run(read(), ScenarioRun.Options.plain());
  }

  /** Without the reading. */
  @Benchmark
  public Object run() {
    return runner.run(scenario, ScenarioRun.Options.plain());
  }

  /** With an actor system for each run. */
  @Benchmark
  public Object runOnAnEngineOfItsOwn() {
    return ScenarioRun.run(scenario, ScenarioRun.Options.plain());
  }
}
