package swiotlb.bench;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import swiotlb.study.bench.Load;
import swiotlb.study.run.ScenarioRun;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/** Heap that a run holds with a software IO TLB of 1 GiB in 64 areas. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
public class MemoryBench {
  private static final int SLOTS = 1 << 19;
  private static final int IN_THE_MIDDLE = 2_000;

  /** What is counted. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Heap {
    /** In use in the middle of the run, beyond what was in use before. */
    public double mebibytes;
  }

  /** Looks at the heap once, after a number of messages. */
  private static final class Look implements MessageSink {
    private final double before = mebibytesInUse();
    private int messages;
    private double grown;

    @Override
    public void delivered(Sent sent, long atNs) {
      if (++messages == IN_THE_MIDDLE) {
        grown = mebibytesInUse() - before;
      }
    }

    @Override
    public void undelivered(Sent sent) {
      // None that counts.
    }
  }

  /** A short run. */
  @Benchmark
  public boolean oneGibibyteIn64Areas(Heap heap) {
    var scenario = new Load("virtual", SLOTS, 64, 1, 64, 32, 8_000).scenario();
    var look = new Look();
    var outcome = ScenarioRun.run(scenario, ScenarioRun.Options.plain().withSink(look));
    heap.mebibytes = look.grown;
    return outcome.ending().isGood();
  }

  private static double mebibytesInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
  }
}
