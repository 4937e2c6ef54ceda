package swiotlb.cli;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import swiotlb.cli.terminal.Cli;
import swiotlb.figures.RunFigures;
import swiotlb.kernel.slot.Slots;
import swiotlb.study.bench.KeptMessages;
import swiotlb.study.bench.Load;
import swiotlb.study.bench.SlotCases;
import swiotlb.trace.record.JsonLinesTrace;
import swiotlb.trace.store.TraceHeader;

/** {@code bench}: measures within some seconds how fast it is here. */
@Command(
    name = "bench",
    description = "Measures how fast mappings, simulations and traces are on this machine.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Runnable {
  private static final int WARM_UPS = 3;
  private static final int ROUNDS = 7;
  private static final int BATCH = 10_000;
  private static final int PAIRS = 100_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--round-ms",
      paramLabel = "MS",
      defaultValue = "150",
      description = "Length of a round (default: 150); shorter is faster and says less.")
  private long roundMs;

  private int seen;

  @Override
  public void run() {
    var out = Cli.screen(spec);
    out.printf(
        Locale.ROOT,
        "JDK %s, %d cores; medians of %d short rounds%n%n",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        ROUNDS);
    var slots = new SlotCases(false);
    pairs(out, "4 KiB, 64 MiB empty", slots::page4KiBInEmptyPool);
    pairs(out, "4 KiB, 64 MiB half full, fragmented", slots::page4KiBInHalfFullPool);
    pairs(out, "64 KiB, 64 MiB empty", slots::block64KiBInEmptyPool);
    pairs(out, "2 to 64 KiB, 200 live", slots::mixedSizesWith200Live);
    var scenario = new Load("virtual", Slots.DEFAULT_POOL_SLOTS, 4, 1, 4, 32, PAIRS).scenario();
    show(
        out,
        "simulation, 4 CPUs, 128 in flight",
        1e9 / medianNs(PAIRS, () -> seen += Load.run(scenario).get(RunFigures.UNMAPS).intValue()),
        "pairs/s");
    var messages = new KeptMessages(scenario);
    var trace = new JsonLinesTrace(OutputStream.nullOutputStream(), TraceHeader.PLAIN);
    show(
        out,
        "trace, to nowhere",
        1e9 / medianNs(messages.count(), () -> messages.replay(trace)),
        "messages/s");
  }

  private void pairs(PrintWriter out, String name, IntSupplier pair) {
    var ns =
        medianNs(
            BATCH,
            () -> {
              for (var i = 0; i < BATCH; i++) {
                seen += pair.getAsInt();
              }
            });
    show(out, "map and unmap, " + name, ns, "ns");
  }

  private static void show(PrintWriter out, String name, double value, String unit) {
    out.printf(Locale.ROOT, "%-52s %,12.0f %s%n", name, value, unit);
    out.flush();
  }

  /** Nanoseconds of an operation: the median of some rounds, after others to warm up. */
  private double medianNs(int operations, Runnable work) {
    var rounds = new double[WARM_UPS + ROUNDS];
    for (var round = 0; round < rounds.length; round++) {
      var begin = System.nanoTime();
      var calls = 0;
      long tookNs;
      do {
        work.run();
        calls++;
        tookNs = System.nanoTime() - begin;
      } while (tookNs < TimeUnit.MILLISECONDS.toNanos(roundMs));
      rounds[round] = (double) tookNs / calls / operations;
    }
    var measured = Arrays.copyOfRange(rounds, WARM_UPS, rounds.length);
    Arrays.sort(measured);
    return measured[ROUNDS / 2];
  }
}
