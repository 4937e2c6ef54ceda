package swiotlb.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import swiotlb.figures.AreaFigures;
import swiotlb.figures.CoherentFigures;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.Figure;
import swiotlb.figures.KernelFigures;
import swiotlb.figures.Latencies;
import swiotlb.figures.MapTime;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.figures.SharedMemoryFigures;
import swiotlb.figures.Sums;
import swiotlb.figures.ThrottleFigures;
import swiotlb.figures.Unit;
import swiotlb.input.Screen;

/**
 * Who did what in a run: each device's part, where the time of mappings went, which locks were
 * contended, and what became of memory.
 */
final class MachineTable {
  private static final int MOST_AREAS = 8;
  private static final long PAGE_BYTES = 4096;
  private static final int DIGITS = 18;

  /** At the head of columns that stand below others for want of width. */
  private static final String GOES_ON = "\u2026";

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1," + DIGITS + "}");

  private record Column(String head, Function<Measured, String> value) {}

  private final Measured run;
  private final String where;

  /** That of the last of so many runs. */
  MachineTable(Measured run, int runs) {
    this.run = run;
    this.where = runs > 1 ? " in run " + runs : "";
  }

  void print(PrintWriter out) {
    printDevices(out);
    printTime(out);
    printAreas(out);
    run.get(RunFigures.SHARED_MEMORY).ifPresent(shared -> printShared(out, shared));
    run.get(RunFigures.COHERENT_POOLS).ifPresent(pools -> printCoherent(out, pools));
    run.get(RunFigures.THROTTLE).ifPresent(throttle -> printThrottle(out, throttle));
    printKernel(out, run.get(RunFigures.KERNEL_SHOWS));
    printUnshared(out, run.get(RunFigures.KERNEL_SHOWS));
  }

  /** In the order in which people expect them: eth2 before eth10. */
  private static List<Measured> byNumber(List<Measured> devices) {
    return devices.stream()
        .sorted(Comparator.comparing(d -> padded(d.get(DeviceFigures.DEVICE))))
        .toList();
  }

  private static String padded(String name) {
    return NUMBER
        .matcher(name)
        .replaceAll(n -> "0".repeat(DIGITS - n.group().length()) + n.group());
  }

  private void printDevices(PrintWriter out) {
    var columns = new ArrayList<Column>();
    columns.add(new Column("", device -> device.get(DeviceFigures.DEVICE)));
    DeviceFigures.ALL.rows().forEach(figure -> columns(figure, columns));
    out.println();
    out.println(
        "devices" + where + " (MiB/s, IOPS: completed, a second of the run; in flight: at most;");
    out.println(
        "  map: latency of bounced mappings; slots: held on average, and at most; held: how long):");
    var devices = byNumber(run.get(RunFigures.DEVICES));
    for (var block : blocks(columns, Screen.columnsOf(out))) {
      var widths = block.stream().mapToInt(c -> width(c)).toArray();
      out.println(row(block.stream().map(Column::head).toList(), widths));
      for (var device : devices) {
        var line = row(block.stream().map(c -> c.value.apply(device)).toList(), widths);
        if (failed(device)) {
          Screen.failure(out, line);
        } else {
          out.println(line);
        }
      }
    }
  }

  private static boolean failed(Measured device) {
    return device.get(DeviceFigures.FAILED_MAPS) > 0 || device.get(DeviceFigures.LEAKED_SLOTS) > 0;
  }

  /** As many columns side by side as fit; those below say whose they are, and are marked. */
  private List<List<Column>> blocks(List<Column> columns, int most) {
    var name = columns.get(0);
    var blocks = new ArrayList<List<Column>>();
    var block = new ArrayList<Column>(List.of(name));
    var width = 2 + width(name);
    for (var column : columns.subList(1, columns.size())) {
      var more = 1 + width(column);
      if (width + more > most && block.size() > 1) {
        blocks.add(block);
        block = new ArrayList<>(List.of(new Column(GOES_ON, name.value)));
        width = 2 + width(block.get(0));
      }
      block.add(column);
      width += more;
    }
    blocks.add(block);
    return blocks;
  }

  private void columns(Figure<?> figure, List<Column> columns) {
    if (figure.unit() == Unit.NANOSECONDS) {
      for (var percent : new int[] {50, 99}) {
        columns.add(
            new Column(
                figure.label() + " p" + percent,
                d -> Quantities.time(((Latencies) d.get(figure)).percentile(percent))));
      }
    } else {
      columns.add(new Column(figure.label(), d -> shown(d.get(figure), figure.unit())));
    }
  }

  private static String shown(Object value, Unit unit) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, unit == Unit.PER_SECOND ? "%.0f" : "%.1f", number)
        : value.toString();
  }

  private int width(Column column) {
    return run.get(RunFigures.DEVICES).stream()
        .mapToInt(d -> column.value.apply(d).length())
        .reduce(column.head.length(), Math::max);
  }

  private static String row(List<String> cells, int[] widths) {
    var line = new StringBuilder(" ");
    for (var i = 0; i < widths.length; i++) {
      var gap = " ".repeat(widths[i] - cells.get(i).length());
      line.append(" ").append(i == 0 ? cells.get(i) + gap : gap + cells.get(i));
    }
    return line.toString().stripTrailing();
  }

  private void printTime(PrintWriter out) {
    var time = run.get(RunFigures.MAP_TIME);
    var total = MapTime.totalNs(time);
    if (total == 0) {
      return;
    }
    out.println();
    out.println("where the time of mappings went" + where + ":");
    for (var part : MapTime.parts()) {
      var ns = time.get(part);
      if (ns > 0) {
        out.println(
            String.format(
                Locale.ROOT,
                "  %-30s %12s %6.1f %%",
                part.label(),
                Quantities.time(ns),
                100.0 * ns / total));
      }
    }
  }

  private void printAreas(PrintWriter out) {
    var waited =
        run.get(RunFigures.AREAS).stream()
            .filter(a -> a.get(AreaFigures.CONTENDED) > 0)
            .sorted(Comparator.<Measured>comparingLong(a -> a.get(AreaFigures.WAIT_NS)).reversed())
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
              area.get(AreaFigures.POOL),
              area.get(AreaFigures.AREA),
              area.get(AreaFigures.ACQUISITIONS),
              100.0 * area.get(AreaFigures.CONTENDED) / area.get(AreaFigures.ACQUISITIONS),
              Quantities.time(area.get(AreaFigures.WAIT_NS))));
    }
    if (waited.size() > MOST_AREAS) {
      out.println("  … and " + (waited.size() - MOST_AREAS) + " more");
    }
  }

  /** Where it counts otherwise than the figures of the run. */
  private void printKernel(PrintWriter out, Measured shown) {
    if (shown.get(KernelFigures.IO_TLB_USED).equals(run.get(RunFigures.IO_TLB_USED))
        && shown
            .get(KernelFigures.IO_TLB_USED_HIWATER)
            .equals(run.get(RunFigures.IO_TLB_USED_HIWATER))
        && !bouncesUnforced(shown)) {
      return;
    }
    out.println();
    out.println("what kernel " + shown.get(KernelFigures.RELEASE) + " itself shows" + where + ":");
    for (var figure : KernelFigures.ALL.rows()) {
      out.println(String.format(Locale.ROOT, "  %-30s %12s", figure.label(), shown.get(figure)));
    }
  }

  /** An encrypted guest in which nothing is forced: up to 7.2 all was. */
  private boolean bouncesUnforced(Measured shown) {
    return run.get(RunFigures.SHARED_MEMORY).isPresent()
        && shown.get(KernelFigures.BOUNCED_NORMAL) > 0;
  }

  private static void printUnshared(PrintWriter out, Measured shown) {
    var slots = shown.get(KernelFigures.UNSHARED_SLOTS);
    if (slots > 0) {
      out.println();
      out.println(
          "the hypervisor refused to share the default pool of "
              + slots
              + " slots: kernel "
              + shown.get(KernelFigures.RELEASE)
              + (shown.get(KernelFigures.DISABLED_SLOTS) > 0
                  ? " disables it, and counts it as full"
                  : " uses it all the same, and devices read cipher text, which no check of payload sees here"));
    }
  }

  private static void printThrottle(PrintWriter out, Measured throttle) {
    out.println();
    out.println("throttled requests, since boot:");
    out.println(
        String.format(
            Locale.ROOT,
            "  high_throttle_count %d, low_throttle_count %d; %d waited, %s in all, at most %s; at most %d at a time",
            throttle.get(ThrottleFigures.HIGH),
            throttle.get(ThrottleFigures.LOW),
            throttle.get(ThrottleFigures.WAITED),
            Quantities.time(throttle.get(ThrottleFigures.WAIT_NS)),
            Quantities.time(throttle.get(ThrottleFigures.LONGEST_WAIT_NS)),
            throttle.get(ThrottleFigures.MOST_WAITING)));
    if (throttle.get(ThrottleFigures.FOR_EVER) > 0) {
      Screen.failure(
          out,
          String.format(
              Locale.ROOT,
              "  throttled for ever: %s, since mapping %d keeps the semaphore and is never unmapped",
              Quantities.count(throttle.get(ThrottleFigures.FOR_EVER), "request"),
              throttle.get(ThrottleFigures.KEPT_BY)));
    }
  }

  private static void printShared(PrintWriter out, Measured shared) {
    out.println();
    out.println("memory shared with the hypervisor, since boot:");
    out.println(
        String.format(
            Locale.ROOT,
            "  %s shared; %s took %s, %d refused; %s lost",
            Quantities.bytes(shared.get(SharedMemoryFigures.SHARED_BYTES)),
            Quantities.count(shared.get(SharedMemoryFigures.CALLS), "request"),
            Quantities.time(shared.get(SharedMemoryFigures.SPENT_NS)),
            shared.get(SharedMemoryFigures.REFUSALS),
            Quantities.bytes(
                Sums.times(shared.get(SharedMemoryFigures.LEAKED_PAGES), PAGE_BYTES))));
    out.println(
        "  "
            + coherent(
                shared.get(SharedMemoryFigures.COHERENT_BYTES),
                shared.get(SharedMemoryFigures.COHERENT_HIWATER_BYTES),
                shared.get(SharedMemoryFigures.COHERENT_EXPANSIONS),
                shared.get(SharedMemoryFigures.COHERENT_REFUSED)));
  }

  private static void printCoherent(PrintWriter out, Measured pools) {
    out.println();
    out.println(
        coherent(
            pools.get(CoherentFigures.POOL_BYTES),
            pools.get(CoherentFigures.HIWATER_BYTES),
            pools.get(CoherentFigures.EXPANSIONS),
            pools.get(CoherentFigures.REFUSED)));
  }

  private static String coherent(long bytes, long hiwater, long expansions, long refused) {
    return String.format(
        Locale.ROOT,
        "coherent pools: %s, at most %s in use, expanded %s; too little for %s",
        Quantities.bytes(bytes),
        Quantities.bytes(hiwater),
        Quantities.count(expansions, "time"),
        Quantities.count(refused, "request"));
  }
}
