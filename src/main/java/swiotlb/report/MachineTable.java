package swiotlb.report;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import swiotlb.figures.AreaFigures;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.RunResult;
import swiotlb.figures.SharedMemoryFigures;
import swiotlb.figures.TimeSpent;

/**
 * Who did what in a run: each device's part, where the time of mappings went, which locks were
 * contended, and what became of memory.
 */
final class MachineTable {
  private static final int MOST_AREAS = 8;

  private record Column(String head, Function<DeviceFigures, String> value) {}

  private final RunResult run;
  private final String where;

  /** That of the last of so many runs. */
  MachineTable(RunResult run, int runs) {
    this.run = run;
    this.where = runs > 1 ? " in run " + runs : "";
  }

  void print(PrintWriter out) {
    printDevices(out);
    printTime(out);
    printAreas(out);
    run.sharedMemory().ifPresent(shared -> printShared(out, shared));
  }

  private void printDevices(PrintWriter out) {
    var columns =
        List.of(
            new Column("", DeviceFigures::device),
            new Column("requests", d -> count(d.requests())),
            new Column("given up", d -> count(d.givenUp())),
            new Column("in flight", d -> count(d.mostInFlight())),
            new Column("maps", d -> count(d.maps())),
            new Column("transient", d -> count(d.transientMaps())),
            new Column("failed", d -> count(d.failedMaps())),
            new Column("slots", d -> decimal(d.averageSlots(run.virtualNs()))),
            new Column("most", d -> count(d.mostSlots())),
            new Column("held p50", d -> Quantities.time(d.lifetime().percentile(50))),
            new Column("held p99", d -> Quantities.time(d.lifetime().percentile(99))),
            new Column("leaked", d -> count(d.leakedSlots())));
    out.println();
    out.println(
        "devices"
            + where
            + " (in flight: at most; slots: held on average, and at most; held: how long):");
    var widths = columns.stream().mapToInt(c -> width(c)).toArray();
    printRow(out, columns.stream().map(Column::head).toList(), widths);
    for (var device : run.devices()) {
      printRow(out, columns.stream().map(c -> c.value.apply(device)).toList(), widths);
    }
  }

  private int width(Column column) {
    return run.devices().stream()
        .mapToInt(d -> column.value.apply(d).length())
        .reduce(column.head.length(), Math::max);
  }

  private static void printRow(PrintWriter out, List<String> cells, int[] widths) {
    var line = new StringBuilder(" ");
    for (var i = 0; i < widths.length; i++) {
      var gap = " ".repeat(widths[i] - cells.get(i).length());
      line.append(" ").append(i == 0 ? cells.get(i) + gap : gap + cells.get(i));
    }
    out.println(line.toString().stripTrailing());
  }

  private void printTime(PrintWriter out) {
    var time = run.time();
    if (time.totalNs() == 0) {
      return;
    }
    out.println();
    out.println("where the time of mappings went" + where + ":");
    part(out, "waiting for a CPU", time.cpuWaitNs(), time);
    part(out, "waiting for locks of areas", time.lockWaitNs(), time);
    part(out, "searching and reserving", time.searchNs(), time);
    part(out, "asleep until a pool came", time.growthWaitNs(), time);
    part(out, "making transient pools", time.transientNs(), time);
    part(out, "copying in", time.copyInNs(), time);
    part(out, "copying back", time.copyBackNs(), time);
    part(out, "looking for an address's pool", time.lookUpNs(), time);
    part(out, "giving back", time.releaseNs(), time);
  }

  private static void part(PrintWriter out, String what, long ns, TimeSpent all) {
    if (ns > 0) {
      out.println(
          String.format(
              Locale.ROOT,
              "  %-30s %12s %6.1f %%",
              what,
              Quantities.time(ns),
              100.0 * ns / all.totalNs()));
    }
  }

  private void printAreas(PrintWriter out) {
    var waited =
        run.areas().stream()
            .filter(a -> a.contended() > 0)
            .sorted(Comparator.comparingLong(AreaFigures::waitNs).reversed())
            .toList();
    if (waited.isEmpty()) {
      return;
    }
    out.println();
    out.println("areas whose locks were waited for, since boot:");
    for (var area : waited.subList(0, Math.min(MOST_AREAS, waited.size()))) {
      out.println(
          String.format(
              Locale.ROOT,
              "  pool %d area %-4d taken %8d times, after a wait %5.1f %%, waited %s",
              area.pool(),
              area.area(),
              area.acquisitions(),
              100.0 * area.contended() / area.acquisitions(),
              Quantities.time(area.waitNs())));
    }
    if (waited.size() > MOST_AREAS) {
      out.println("  … and " + (waited.size() - MOST_AREAS) + " more");
    }
  }

  private static void printShared(PrintWriter out, SharedMemoryFigures shared) {
    out.println();
    out.println("memory shared with the hypervisor, since boot:");
    out.println(
        String.format(
            Locale.ROOT,
            "  %s shared; %s took %s, %d refused; %s lost",
            Quantities.bytes(shared.sharedBytes()),
            Quantities.count(shared.calls(), "request"),
            Quantities.time(shared.spentNs()),
            shared.refusals(),
            Quantities.bytes(shared.leakedPages() * 4096)));
    out.println(
        String.format(
            Locale.ROOT,
            "  coherent pools: %s, at most %s in use, expanded %s; too little for %s",
            Quantities.bytes(shared.coherentBytes()),
            Quantities.bytes(shared.coherentHiwaterBytes()),
            Quantities.count(shared.coherentExpansions(), "time"),
            Quantities.count(shared.coherentRefused(), "request")));
  }

  private static String count(long n) {
    return Long.toString(n);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
