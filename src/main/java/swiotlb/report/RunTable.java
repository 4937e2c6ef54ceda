package swiotlb.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import swiotlb.figures.RunResult;
import swiotlb.scenario.Scenario;

/** Results as a table: a row for each figure, a column for each run. */
public final class RunTable {
  private static final int LABEL = 30;
  private static final int COLUMN = 12;
  private static final int MOST_RUNS = 6;
  private static final int GROWTH_LINES = 12;

  private final Scenario scenario;
  private final List<RunResult> runs;
  private final List<RunResult> shown;

  /** A table of runs of one scenario, at least one. */
  public RunTable(Scenario scenario, List<RunResult> runs) {
    this.scenario = scenario;
    this.runs = runs;
    this.shown = runs.subList(0, Math.min(MOST_RUNS, runs.size()));
  }

  /** Writes the table, the time line of growth and the kernel's log. */
  public void print(PrintWriter out) {
    out.println(scenario.name() + (scenario.about().isEmpty() ? "" : ": " + scenario.about()));
    out.println(machine());
    if (scenario.mode() == Scenario.Mode.VIRTUAL) {
      out.println("costs: " + scenario.platform().about());
    }
    if (scenario.encryption().encrypted()) {
      out.println("memory is encrypted: " + scenario.encryption().about());
    }
    scenario
        .pages()
        .understood()
        .ifPresent(snapshot -> printIndented(out, "free, as pasted:", snapshot));
    if (scenario.pages().ageing().isPresent()) {
      printIndented(out, "free in the end:", runs.get(runs.size() - 1).buddyinfo());
    }
    out.println();
    if (runs.size() > 1) {
      row(out, "", i -> "run " + (runs.indexOf(i) + 1));
    }
    rows(out);
    if (runs.size() > shown.size()) {
      out.println("(and " + (runs.size() - shown.size()) + " more runs, all of them in --json)");
    }
    if (scenario.mode() == Scenario.Mode.CONCURRENT) {
      out.println();
      out.println(
          scenario.plannedRequests() > 0
              ? "on real threads the sum of requests and of those given up is always the same; all"
                  + " else depends on timing"
              : "on real threads all of this depends on timing");
    }
    new MachineTable(runs.get(runs.size() - 1), runs.size()).print(out);
    printGrowth(out);
    printLog(out);
  }

  private String machine() {
    var pool =
        scenario.defaultPoolBytes() == 0
            ? "no default pool"
            : formatted(
                "default pool %s in %s at 0x%x",
                Quantities.bytes(scenario.defaultPoolBytes()),
                Quantities.count(scenario.defaultPoolAreas(), "area"),
                scenario.defaultPoolStart());
    var kernel =
        scenario.kernel().text().isEmpty() ? "" : ", booted with " + scenario.kernel().text();
    return formatted(
        "%s, %s of memory%s: %s",
        Quantities.count(scenario.cpus(), "CPU"),
        Quantities.bytes(scenario.memoryBytes()),
        kernel,
        pool);
  }

  private static void printIndented(PrintWriter out, String title, String lines) {
    out.println(title);
    lines.lines().forEach(line -> out.println("  " + line));
  }

  private void rows(PrintWriter out) {
    row(out, "io_tlb_nslabs", r -> count(r.ioTlbNslabs()));
    row(out, "io_tlb_used", r -> count(r.ioTlbUsed()));
    row(out, "io_tlb_used_hiwater", r -> count(r.ioTlbUsedHiwater()));
    row(out, "io_tlb_transient_nslabs", r -> count(r.ioTlbTransientNslabs()));
    for (var i = 0; i < runs.get(0).restricted().size(); i++) {
      var index = i;
      var device = runs.get(0).restricted().get(i).device();
      row(
          out,
          device + ": io_tlb_used_hiwater",
          r ->
              count(r.restricted().get(index).ioTlbUsedHiwater())
                  + " / "
                  + r.restricted().get(index).ioTlbNslabs());
    }
    row(out, "dynamic pools", r -> count(r.dynamicPools()));
    row(out, "maps", r -> count(r.maps()));
    row(out, "  in transient pools", r -> count(r.transientMaps()));
    row(out, "  not bounced", r -> count(r.directMaps()));
    row(out, "failed maps", r -> count(r.failed()));
    var reasons = new TreeSet<String>();
    runs.forEach(r -> reasons.addAll(r.failures().keySet()));
    for (var reason : reasons) {
      row(out, "  " + reason, r -> count(r.failures().getOrDefault(reason, 0L)));
      row(out, "    least in use, transient too", r -> evidence(r, reason));
      row(out, "    largest free run then", r -> largestRun(r, reason));
    }
    row(out, "requests", r -> count(r.requests()));
    row(out, "  given up", r -> count(r.givenUp()));
    row(out, "bandwidth", r -> decimal(r.bandwidthMibPerSecond()) + " MiB/s");
    for (var percent : new double[] {50, 90, 99, 99.9}) {
      row(
          out,
          "map latency p" + trimmed(percent),
          r -> Quantities.time(r.mapLatency().percentile(percent)));
    }
    row(out, "map latency max", r -> Quantities.time(r.mapLatency().max()));
    row(
        out,
        scenario.mode() == Scenario.Mode.VIRTUAL ? "virtual time" : "real time",
        r -> Quantities.time(r.virtualNs()));
    row(out, "messages", r -> count(r.deliveries()));
    row(out, "longest mailbox", r -> count(r.longestMailbox()));
    row(out, "  of", RunResult::longestMailboxOf);
  }

  private void row(PrintWriter out, String label, Function<RunResult, String> value) {
    var line = new StringBuilder(padded(label, LABEL));
    for (var run : shown) {
      var text = value.apply(run);
      line.append(" ".repeat(Math.max(1, COLUMN + 2 - text.length()))).append(text);
    }
    out.println(line);
  }

  private void printGrowth(PrintWriter out) {
    var entries = new ArrayList<String>();
    for (var i = 0; i < runs.size(); i++) {
      for (var step : runs.get(i).growth()) {
        var what =
            switch (step.event()) {
              case "published" ->
                  formatted(
                      "published a pool of %s in %s",
                      Quantities.bytes(step.slots() * 2048L),
                      Quantities.count(step.areas(), "area"));
              case "failed" ->
                  "failed, down to %s".formatted(Quantities.bytes(step.slots() * 2048L));
              default -> step.event();
            };
        entries.add(
            "  %s%12s  %s"
                .formatted(
                    runs.size() > 1 ? "run " + (i + 1) + " " : "",
                    Quantities.time(step.timeNs()),
                    what));
      }
    }
    printSome(out, "growth", entries, 0);
  }

  private void printLog(PrintWriter out) {
    var entries = new ArrayList<String>();
    var unlogged = 0L;
    for (var run : runs) {
      unlogged += run.unloggedLines();
      run.log()
          .forEach(
              line -> entries.add(formatted("  [%12.6f] %s", line.timeNs() / 1e9, line.text())));
    }
    printSome(out, "kernel log", entries, unlogged);
  }

  private static void printSome(
      PrintWriter out, String title, List<String> entries, long unlogged) {
    if (entries.isEmpty()) {
      return;
    }
    out.println();
    out.println(title + ":");
    entries.stream().limit(GROWTH_LINES).forEach(out::println);
    var more = Math.max(0, entries.size() - GROWTH_LINES) + unlogged;
    if (more > 0) {
      out.println("  … and " + more + " more");
    }
  }

  private static String evidence(RunResult run, String reason) {
    var e = run.evidence().get(reason);
    return e == null ? "-" : e.usedSlots() + " of " + e.totalSlots();
  }

  private static String largestRun(RunResult run, String reason) {
    var e = run.evidence().get(reason);
    return e == null || e.largestFreeRun() < 0 ? "-" : count(e.largestFreeRun());
  }

  private static String count(long n) {
    return Long.toString(n);
  }

  private static String decimal(double value) {
    return formatted("%.1f", value);
  }

  private static String formatted(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String trimmed(double percent) {
    return percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
