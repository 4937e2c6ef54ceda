package swiotlb.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Virtual time beside SSJ, a simulation library, with each of its event lists: events a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(3)
public class PholdBench {
  private static final int ARRIVALS = 100_000;

  /** Who runs the model; "SSJ" alone is SSJ with the list that it takes by itself. */
  @Param({
    "virtual-time",
    "SSJ",
    "SSJ-BinaryTree",
    "SSJ-DoublyLinked",
    "SSJ-Henriksen",
    "SSJ-RedblackTree",
    "SSJ-SplayTree"
  })
  public String engine = "virtual-time";

  private Phold phold;

  /** Sends the jobs on their way. */
  @Setup
  public void prepare() {
    phold =
        engine.startsWith("SSJ")
            ? new SsjPhold(engine.replaceFirst("^SSJ-?", ""))
            : new ActorPhold();
  }

  /** Some of their travels. */
  @Benchmark
  @OperationsPerInvocation(ARRIVALS)
  public void phold() {
    phold.advance(ARRIVALS);
  }

  /** Ends it. */
  @TearDown
  public void close() {
    phold.close();
  }
}
