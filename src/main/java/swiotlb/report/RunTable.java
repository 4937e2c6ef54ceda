package swiotlb.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import swiotlb.figures.FailureFigures;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.input.Screen;

/**
 * Results as a table: a row for each figure, and a column for each run; of more runs than fit, the
 * least, the median and the greatest of each figure. What it keeps does not grow with the runs.
 */
public final class RunTable {
  private static final int LABEL = 30;
  private static final int COLUMN = 12;
  private static final int MOST_RUNS = 6;
  private static final int LINES = 12;

  private record Failed(int run, Measured alike) {}

  private record Growth(int run, GrowthStep step) {}

  private final Head head;
  private final List<Measured> columns = new ArrayList<>();
  private final TreeSet<String> reasons = new TreeSet<>();
  private final RunSummary summary = new RunSummary();
  private final List<Growth> growth = new ArrayList<>();
  private final List<Failed> failures = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private @Nullable Measured last;
  private long growthBeyond;
  private long failuresBeyond;
  private long logBeyond;
  private int runs;

  /** A table without runs. */
  public RunTable(Head head) {
    this.head = head;
  }

  /** The figures of one more run. */
  public void add(Measured run) {
    runs++;
    last = run;
    reasons.addAll(run.get(RunFigures.FAILURES).keySet());
    summary.add(run, rows(run));
    if (runs <= MOST_RUNS) {
      columns.add(run);
    } else {
      columns.clear();
    }
    for (var step : run.get(RunFigures.GROWTH)) {
      if (growth.size() < LINES) {
        growth.add(new Growth(runs, step));
      } else {
        growthBeyond++;
      }
    }
    addFailures(run);
    logBeyond += run.get(RunFigures.UNLOGGED_LINES);
    for (var line : run.get(RunFigures.LOG)) {
      if (log.size() < LINES) {
        log.add(formatted("  [%12.6f] %s", line.timeNs() / 1e9, line.text()));
      } else {
        logBeyond++;
      }
    }
  }

  /** Those of one device, size and reason are a line. */
  private void addFailures(Measured run) {
    for (var alike : run.get(RunFigures.FAILED_ALIKE)) {
      if (failures.size() < LINES) {
        failures.add(new Failed(runs, alike));
      } else {
        failuresBeyond++;
      }
    }
  }

  private String line(Failed failed) {
    var alike = failed.alike;
    var first = alike.get(FailureFigures.FIRST_NS);
    var last = alike.get(FailureFigures.LAST_NS);
    var count = alike.get(FailureFigures.COUNT);
    return formatted(
        "  %s%s, %s, %s: %s, %s",
        runs > 1 ? "run " + failed.run + ", " : "",
        alike.get(FailureFigures.DEVICE),
        Quantities.bytes(alike.get(FailureFigures.BYTES)),
        alike.get(FailureFigures.REASON),
        count == 1 ? "once" : count + " times",
        count == 1
            ? "at " + Quantities.time(first)
            : "from " + Quantities.time(first) + " to " + Quantities.time(last));
  }

  /** Whether there is nothing to show. */
  public boolean isEmpty() {
    return runs == 0;
  }

  private List<Row> rows(Measured run) {
    return Row.all(run, reasons, head.isVirtual());
  }

  /** Writes the table, the time line of growth and the kernel's log; of no runs nothing. */
  public void print(PrintWriter out) {
    var shown = last;
    if (shown == null) {
      return;
    }
    head.lines().forEach(out::println);
    if (head.showsFreePages()) {
      out.println("free in the end:");
      shown.get(RunFigures.BUDDYINFO).lines().forEach(line -> out.println("  " + line));
    }
    out.println();
    if (columns.isEmpty() || columns.size() > runsThatFit(out)) {
      printSummary(out, rows(shown));
    } else {
      printColumns(out, rows(shown));
    }
    if (!head.isVirtual()) {
      out.println();
      out.println(
          head.hasPlannedRequests()
              ? "on real threads the sum of requests and of those given up is always the same; all"
                  + " else depends on timing"
              : "on real threads all of this depends on timing");
    }
    new MachineTable(shown, runs).print(out);
    printSome(
        out,
        "failed mappings, by device, size and reason",
        failures.stream().map(this::line).toList(),
        failuresBeyond);
    printRemedies(out);
    printSome(out, "growth", growth.stream().map(this::line).toList(), growthBeyond);
    printSome(out, "kernel log", log, logBeyond);
  }

  private void printRemedies(PrintWriter out) {
    var remedies = new ArrayList<String>();
    for (var reason : reasons) {
      head.remedies()
          .getOrDefault(reason, List.of())
          .forEach(remedy -> remedies.add("  " + reason + ": " + remedy));
    }
    printSome(out, "why mappings failed, and what helps", remedies, 0);
  }

  /** A single one always; the summary of more is no wider than three. */
  private static int runsThatFit(PrintWriter out) {
    return Math.max(3, (Screen.columnsOf(out) - LABEL) / (COLUMN + 2));
  }

  private void printColumns(PrintWriter out, List<Row> rows) {
    if (runs > 1) {
      out.println(line("", IntStream.rangeClosed(1, runs).mapToObj(i -> "run " + i).toList()));
    }
    for (var row : rows) {
      print(out, row, columns.stream().map(row.text()).toList());
    }
  }

  private void printSummary(PrintWriter out, List<Row> rows) {
    out.println("of each figure of " + runs + " runs (all of them in --json):");
    out.println(line("", List.of("least", "median", "greatest")));
    for (var row : rows) {
      var cells = summary.cells(row);
      if (!cells.isEmpty()) {
        print(out, row, cells);
      }
    }
    if (!summary.isExact()) {
      out.println("(~: to three digits, since so many of them differ)");
    }
  }

  private static void print(PrintWriter out, Row row, List<String> cells) {
    var line = line(row.label(), cells);
    if (row.isFailure() && cells.stream().anyMatch(cell -> !cell.equals("0"))) {
      Screen.failure(out, line);
    } else {
      out.println(line);
    }
  }

  private static String line(String label, List<String> cells) {
    var line = new StringBuilder(label + " ".repeat(Math.max(1, LABEL - label.length())));
    for (var cell : cells) {
      line.append(" ".repeat(Math.max(1, COLUMN + 2 - cell.length()))).append(cell);
    }
    return line.toString();
  }

  private String line(Growth entry) {
    var step = entry.step;
    var what =
        switch (step.event()) {
          case PUBLISHED ->
              formatted(
                  "published a pool of %s in %s",
                  Quantities.bytes((long) step.slots() * head.slotBytes()),
                  Quantities.count(step.areas(), "area"));
          case FAILED ->
              step.slots() == 0
                  ? "added nothing, as the design has it"
                  : "failed, down to " + Quantities.bytes((long) step.slots() * head.slotBytes());
          case GIVEN_BACK ->
              formatted(
                  "gave an idle pool of %s back",
                  Quantities.bytes((long) step.slots() * head.slotBytes()));
          case QUEUED -> "queued";
          case STARTED -> "started";
        };
    return formatted(
        "  %s%12s  %s",
        runs > 1 ? "run " + entry.run + " " : "", Quantities.time(step.timeNs()), what);
  }

  private static void printSome(PrintWriter out, String title, List<String> entries, long more) {
    if (entries.isEmpty()) {
      return;
    }
    out.println();
    out.println(title + ":");
    entries.forEach(out::println);
    if (more > 0) {
      out.println("  … and " + more + " more");
    }
  }

  private static String formatted(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
