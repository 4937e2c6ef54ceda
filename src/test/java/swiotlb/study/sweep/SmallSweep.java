package swiotlb.study.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import swiotlb.study.work.Crews;

/** A sweep that takes no time: some requests on a machine that can be too small for them. */
record SmallSweep(Path folder, String text, List<String> vary, String sample, int replications) {
  private static final String TEXT =
      """
      kernel = "swiotlb=128,force"
      cpus = 2
      devices.disk {
        service-time = 50 us
        jobs.load { cpus = all, block = 4 KiB, depth = 2, count = 20, context = interrupt,
          think-time = 10 us }
      }
      """;

  static SmallSweep in(Path folder) {
    return new SmallSweep(
        folder, TEXT, List.of("devices.disk.jobs.load.depth=1..4", "cpus=1,2"), "grid", 2);
  }

  SmallSweep varying(String... axes) {
    return new SmallSweep(folder, text, List.of(axes), sample, replications);
  }

  SmallSweep sampled(String how) {
    return new SmallSweep(folder, text, vary, how, replications);
  }

  SmallSweep replicated(int times) {
    return new SmallSweep(folder, text, vary, sample, times);
  }

  SmallSweep saying(String other) {
    return new SmallSweep(folder, other, vary, sample, replications);
  }

  Path scenario() {
    try {
      return Files.writeString(folder.resolve("small.conf"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SweepPlan plan() {
    return new SweepPlan(
        scenario(), Map.of(), vary, sample, replications, OptionalLong.of(5), "1.0");
  }

  SweepFiles files() {
    return SweepFiles.at(folder.resolve("out"));
  }

  Sweep.Result run() {
    return run(plan(), false, 2, () -> false);
  }

  Sweep.Result resume() {
    return run(plan(), true, 2, () -> false);
  }

  Sweep.Result run(SweepPlan plan, boolean resume, int threads, BooleanSupplier isInterrupted) {
    return Sweep.run(
        plan, files(), resume, new Sweep.Options(Crews.threads(threads), isInterrupted, f -> {}));
  }

  /** Lines as they are stored, in order. */
  List<String> lines() {
    try {
      var lines = new ArrayList<>(Files.readAllLines(files().lines()));
      lines.sort(null);
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same from the table. */
  List<String> rows() {
    try (var table = ResultTable.open(files().database(), plan().axes())) {
      var rows = new ArrayList<String>();
      table.each(line -> rows.add(line.text()));
      rows.sort(null);
      return rows;
    }
  }
}
