package swiotlb.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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

/**
 * Whole runs in virtual time: pairs a second, and bytes allocated for each delivery of a message.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(2)
public class SimulationBench {
  private static final int DEPTH = 32;
  private static final int LEAST_PAIRS = 1_000_000;
  private static final int PAIRS_EACH = 10;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Areas of the default pool. */
  @Param({"1", "8", "64"})
  public int areas = 8;

  /** Requests in flight, about. */
  @Param({"100", "10000", "100000"})
  public int inFlight = 10_000;

  private Scenario scenario;

  /** What is counted: pairs a second. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Served {
    /** Mappings that were unmapped. */
    public long pairs;
  }

  /** What is counted: memory. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Memory {
    private long bytes;
    private long deliveries;

    /** Of a delivery of a message, everything included. */
    public double bytesADelivery() {
      return deliveries == 0 ? 0 : (double) bytes / deliveries;
    }

    /** Forgets what it counted. */
    @Setup(Level.Iteration)
    public void reset() {
      bytes = 0;
      deliveries = 0;
    }
  }

  /** As many CPUs as it takes, and a pool in which all requests in flight have room. */
  @Setup
  public void prepare() {
    var cpus = Math.max(1, inFlight / DEPTH);
    var pairs = Math.max(LEAST_PAIRS, PAIRS_EACH * inFlight);
    scenario = new Load("virtual", 1 << 19, areas, 1, cpus, DEPTH, pairs).scenario();
  }

  /** A run, from boot to the end. */
  @Benchmark
  public long run(Served served, Memory memory) {
    var before = THREADS.getCurrentThreadAllocatedBytes();
    var result = Load.run(scenario);
    memory.bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
    memory.deliveries += result.get(RunFigures.DELIVERIES);
    served.pairs += result.get(RunFigures.UNMAPS);
    return result.get(RunFigures.VIRTUAL_NS);
  }
}
