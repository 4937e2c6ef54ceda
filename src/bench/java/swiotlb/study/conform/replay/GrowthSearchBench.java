package swiotlb.study.conform.replay;

import java.nio.file.Path;
import java.util.List;
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
import swiotlb.workload.ftrace.GrowthRecord;
import swiotlb.workload.ftrace.Recording;
import swiotlb.workload.ftrace.RecordingReader;

/** Finding the births of the pools of a recording from its standard events. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 10)
@Fork(3)
public class GrowthSearchBench {
  /** Of the recordings that come with the program. */
  @Param({"virtio-16deep-growing", "ahci-16deep-growing"})
  public String recording = "virtio-16deep-growing";

  private Recording read;
  private ReplayFacts facts;

  /** The recording, read without its probes. */
  @Setup
  public void read() {
    read = RecordingReader.read(Path.of("simulations/recordings").resolve(recording), false);
    facts = RecordedMachine.of(read, read.cmdline(), SearchWatch.none()).facts();
  }

  /** The whole search; the first shot is what one command pays. */
  @Benchmark
  public List<GrowthRecord> search() {
    return new GrowthSearch(read.mappings(), facts, SearchWatch.none()).search();
  }
}
