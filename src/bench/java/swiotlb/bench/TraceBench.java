package swiotlb.bench;

import java.io.IOException;
import java.nio.file.Files;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.bench.KeptMessages;
import swiotlb.trace.record.TraceStores;
import swiotlb.trace.store.TraceHeader;

/** A million prepared messages of a scenario, stored in each format on the disk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class TraceBench {
  private static final Path SCENARIO = Path.of("simulations/nic-refill.conf");
  private static final int ROUNDS = 4;

  /** The format, as the name of the file tells it. */
  @Param({".jsonl", ".jsonl.gz", ".duckdb"})
  public String format;

  private KeptMessages messages;
  private Path folder;

  /** What is counted. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Written {
    /** Messages. */
    public long messages;
  }

  /** Runs the scenario once. */
  @Setup
  public void prepare() throws IOException {
    messages = new KeptMessages(new ScenarioReader().read(SCENARIO, Map.of()));
    folder = Files.createTempDirectory("trace");
  }

  /** Until the file is complete, with what a database has to do in the end. */
  @Benchmark
  public long store(Written written) throws IOException {
    try (var store = TraceStores.create(folder.resolve("trace" + format), TraceHeader.PLAIN)) {
      for (var round = 0; round < ROUNDS; round++) {
        messages.replay(store, (long) round * messages.count());
      }
    }
    written.messages += (long) ROUNDS * messages.count();
    return written.messages;
  }

  /** Leaves nothing behind. */
  @TearDown
  public void delete() throws IOException {
    Files.deleteIfExists(folder.resolve("trace" + format));
    Files.delete(folder);
  }
}
