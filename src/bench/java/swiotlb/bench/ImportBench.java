package swiotlb.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import swiotlb.workload.block.BlockProfile;
import swiotlb.workload.imports.BlockFiles;

/** Reading a trace of block I/Os from a file to its end: events a second on one core. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(2)
public class ImportBench {
  private static final int EVENTS = 400_000;

  private Path blkparse = Path.of("");
  private Path log = Path.of("");

  /** Texts of as many events: of each fourth a request is made. */
  @Setup
  public void prepare() {
    try {
      blkparse = Files.createTempFile("blkparse", ".txt");
      log = Files.createTempFile("iolog", ".log");
      Files.writeString(blkparse, blkparseText());
      Files.writeString(log, logText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String blkparseText() {
    var actions = new String[] {"Q", "G", "D", "C"};
    var text = new StringBuilder();
    for (var i = 0; i < EVENTS; i++) {
      text.append(
          String.format(
              Locale.ROOT,
              "  8,0    %d %8d %5d.%09d  4242  %s  WS %d + 8 [fio]%n",
              i % 4,
              i,
              i / 100_000,
              i % 100_000 * 10_000,
              actions[i % actions.length],
              i * 7919L));
    }
    return text.toString();
  }

  private static String logText() {
    var text = new StringBuilder("fio version 3 iolog\n");
    for (var i = 0; i < EVENTS; i++) {
      text.append(i).append(" vda write ").append(i * 4096L).append(" 4096\n");
    }
    return text.toString();
  }

  /** Text of blkparse. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public BlockProfile blkparse() {
    return BlockProfile.of(BlockFiles.find(blkparse));
  }

  /** A log of fio, each line of which is a request. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public BlockProfile fioLog() {
    return BlockProfile.of(BlockFiles.find(log));
  }

  /** Removes the texts. */
  @TearDown
  public void remove() throws IOException {
    Files.deleteIfExists(blkparse);
    Files.deleteIfExists(log);
  }
}
