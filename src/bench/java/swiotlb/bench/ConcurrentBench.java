package swiotlb.bench;

import com.typesafe.config.ConfigFactory;
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
import org.openjdk.jmh.annotations.Warmup;
import swiotlb.figures.RunFigures;
import swiotlb.scenario.Scenario;
import swiotlb.study.bench.Load;

/** Whole runs on real threads: pairs a second, with one thread and with two. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(2)
public class ConcurrentBench {
  private static final int PAIRS = 200_000;
  private static final String EXECUTOR =
      "swiotlb.concurrent.akka.actor.default-dispatcher.fork-join-executor.";

  /** Threads of Akka's dispatcher. */
  @Param({"1", "2"})
  public int threads = 1;

  private Scenario scenario;

  /** Sixteen areas, four devices. */
  @Setup
  public void prepare() {
    System.setProperty(EXECUTOR + "parallelism-min", Integer.toString(threads));
    System.setProperty(EXECUTOR + "parallelism-max", Integer.toString(threads));
    ConfigFactory.invalidateCaches();
    scenario = new Load("concurrent", 1 << 15, 16, 4, 16, 32, PAIRS).scenario();
  }

  /** A run, from boot to the end. */
  @Benchmark
  public long run(SimulationBench.Served served) {
    var result = Load.run(scenario);
    served.pairs += result.get(RunFigures.UNMAPS);
    return result.get(RunFigures.VIRTUAL_NS);
  }
}
