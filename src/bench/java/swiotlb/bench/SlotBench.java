package swiotlb.bench;

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
import swiotlb.study.bench.SlotCases;

/** Mapping and unmapping in one area of 64 MiB: time and memory for a pair. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class SlotBench {
  /** Whether a demand is made once for each size, or for each request. */
  @Param({"once", "each"})
  public String demand = "once";

  private SlotCases cases;

  /** Areas in the states in which the cases begin. */
  @Setup
  public void prepare() {
    cases = new SlotCases("each".equals(demand));
  }

  /** 4 KiB where everything is free. */
  @Benchmark
  public int page4KiBInEmptyPool() {
    return cases.page4KiBInEmptyPool();
  }

  /** 4 KiB where a random half of all pages is taken. */
  @Benchmark
  public int page4KiBInHalfFullPool() {
    return cases.page4KiBInHalfFullPool();
  }

  /** 64 KiB where everything is free. */
  @Benchmark
  public int block64KiBInEmptyPool() {
    return cases.block64KiBInEmptyPool();
  }

  /** 2 to 64 KiB, while 200 buffers of such sizes live; a random one of them ends each time. */
  @Benchmark
  public int mixedSizesWith200Live() {
    return cases.mixedSizesWith200Live();
  }
}
