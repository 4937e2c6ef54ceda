package swiotlb.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import swiotlb.figures.Ending;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.KernelLine;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.figures.RunHistory;
import swiotlb.report.page.Part;
import swiotlb.report.page.Part.Cell;
import swiotlb.report.page.Part.Column;
import swiotlb.report.page.Report;
import swiotlb.report.page.Report.Section;
import swiotlb.report.page.Report.Tone;

/**
 * The runs of a scenario as a report. What it keeps does not grow with the runs: of many it keeps
 * the summary that {@link RunTable} shows, too.
 */
public final class RunReport {
  private static final int MOST_RUNS = 6;
  private static final int LINES = 200;

  /** Before what is a part of the row above, in text and on pages. */
  private static final String PART = "  ";

  private static final String INDENT = "\u2003";

  private final Head head;
  private final Origin origin;
  private final RunSummary summary = new RunSummary();
  private final Tally tally = new Tally();
  private final List<Measured> columns = new ArrayList<>();
  private final List<GrowthStep> growth = new ArrayList<>();
  private final List<Measured> failures = new ArrayList<>();
  private final StringBuilder log = new StringBuilder();
  private int logLines;
  private boolean isCut;
  private @Nullable Measured last;

  /**
   * What is told so that somebody else comes to the same.
   *
   * @param command of a shell
   * @param file of the scenario
   * @param text of it
   * @param remarks what was said when it was read
   */
  public record Source(String command, String file, String text, List<String> remarks) {
    /** Immutable from the start. */
    public Source {
      remarks = List.copyOf(remarks);
    }
  }

  /** A report without runs. */
  public RunReport(Head head, Origin origin) {
    this.head = head;
    this.origin = origin;
  }

  /** The figures of one more run. */
  public void add(Measured run) {
    last = run;
    tally.add(run);
    summary.add(run, rows(run));
    if (tally.runs <= MOST_RUNS) {
      columns.add(run);
    }
    keep(run.get(RunFigures.GROWTH), growth);
    keep(run.get(RunFigures.FAILED_ALIKE), failures);
    run.get(RunFigures.LOG).forEach(this::keep);
  }

  private <T> void keep(List<T> from, List<T> in) {
    var room = Math.max(0, LINES - in.size());
    isCut |= from.size() > room;
    in.addAll(from.subList(0, Math.min(room, from.size())));
  }

  private void keep(KernelLine line) {
    if (logLines++ < LINES) {
      log.append("[%12.6f] %s%n".formatted(line.timeNs() / 1e9, line.text()).replace("\r", ""));
    }
  }

  private List<Row> rows(Measured run) {
    return Row.all(run, new TreeSet<>(tally.failures.keySet()), head.isVirtual());
  }

  /**
   * What came of them.
   *
   * @param ending how the simulation ended
   * @param history how the runs went over time
   */
  public Report of(Ending ending, RunHistory history, Source source) {
    var run = last;
    var sections = new ArrayList<Section>();
    if (run != null) {
      section(
          "Over time",
          new HistoryCharts(history, head.slotBytes()).all(growth, head.isVirtual()),
          sections);
      section("Failures", ofFailures(), sections);
      section("Time" + ofLast(), RunCharts.ofTime(run), sections);
      section("Growth", ofGrowth(), sections);
      section("Figures", ofFigures(run), sections);
    }
    Remarks.section(source.remarks).ifPresent(sections::add);
    section("To reproduce it", reproduction(source), sections);
    return new Report(
        head.name(),
        "run",
        about(),
        run == null ? RunAnswer.withoutRuns(ending) : RunAnswer.of(head, tally, run, ending),
        sections);
  }

  private static void section(String title, List<Part> parts, List<Section> sections) {
    if (!parts.isEmpty()) {
      sections.add(new Section(title, parts));
    }
  }

  private String ofLast() {
    return tally.runs > 1 ? " (of run " + tally.runs + ", the last one)" : "";
  }

  /** The first line of the head says it behind its name, the second one tells the machine. */
  private String about() {
    var lines = head.lines();
    var first = lines.isEmpty() ? "" : lines.get(0);
    var about =
        first.startsWith(head.name() + ": ") ? first.substring(head.name().length() + 2) : "";
    return about + (about.isBlank() ? "" : ". ") + (lines.size() > 1 ? lines.get(1) : "");
  }

  // Failures, growth.

  private List<Part> ofFailures() {
    if (tally.failed() == 0) {
      return List.of();
    }
    var parts = new ArrayList<Part>();
    parts.add(RunCharts.ofFailures(tally.failures));
    if (!tally.evidence.isEmpty()) {
      parts.add(evidence());
    }
    var remedies =
        tally.failures.keySet().stream()
            .flatMap(
                reason ->
                    head.remedies().getOrDefault(reason, List.of()).stream()
                        .map(remedy -> List.of(Cell.of(reason), Cell.of(remedy))))
            .toList();
    if (!remedies.isEmpty()) {
      parts.add(
          Part.Table.of(
              "Why, and what helps",
              List.of(Column.words("reason"), Column.words("what helps")),
              remedies));
    }
    if (!failures.isEmpty()) {
      parts.add(
          FigureTable.of("Failed mappings by device, size and reason", failures, cutNote(), true));
    }
    return parts;
  }

  private Part.Table evidence() {
    var rows = new ArrayList<List<Cell>>();
    tally.evidence.forEach(
        (reason, seen) -> {
          var row = new ArrayList<Cell>();
          row.add(Cell.of(reason));
          for (var column : FigureTable.of("", List.of(seen), "", false).rows().get(0)) {
            row.add(column);
          }
          rows.add(row);
        });
    var columns = new ArrayList<Column>();
    columns.add(Column.words("reason"));
    var one = tally.evidence.values().iterator().next();
    columns.addAll(FigureTable.of("", List.of(one), "", false).columns());
    return Part.Table.of("What the search met at the lowest use", columns, rows);
  }

  private String cutNote() {
    return isCut ? "The first " + LINES + " are shown." : "";
  }

  private List<Part> ofGrowth() {
    if (growth.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Part.Table(
            "What happened to the growth of the default allocator",
            List.of(
                Column.numbers("time since boot"),
                Column.words("what"),
                Column.numbers("slots"),
                Column.numbers("size"),
                Column.numbers("areas")),
            growth.stream().map(this::row).toList(),
            cutNote(),
            false));
  }

  private List<Cell> row(GrowthStep step) {
    var hasSlots = step.slots() > 0;
    var what =
        switch (step.event()) {
          case QUEUED -> Cell.of("queued");
          case STARTED -> Cell.of("started");
          case PUBLISHED -> Cell.of("pool published").in(Tone.GOOD);
          case GIVEN_BACK -> Cell.of("idle pool given back");
          case FAILED ->
              hasSlots
                  ? Cell.of("failed, down to").in(Tone.BAD)
                  : Cell.of("nothing added, as the design has it");
        };
    return List.of(
        Cell.of(Quantities.time(step.timeNs())),
        what,
        Cell.of(hasSlots ? Integer.toString(step.slots()) : ""),
        Cell.of(hasSlots ? Quantities.bytes((long) step.slots() * head.slotBytes()) : ""),
        Cell.of(step.areas() > 0 ? Integer.toString(step.areas()) : ""));
  }

  // Figures.

  private List<Part> ofFigures(Measured run) {
    var parts = new ArrayList<Part>();
    parts.add(new Part.Words(head.lines()));
    parts.add(runs(run));
    table("Devices" + ofLast(), run.get(RunFigures.DEVICES), false, parts);
    table("Areas of all pools, since boot", run.get(RunFigures.AREAS), true, parts);
    table("Restricted pools", run.get(RunFigures.RESTRICTED), false, parts);
    run.get(RunFigures.SHARED_MEMORY)
        .ifPresent(
            m -> table("Memory shared with the hypervisor, since boot", List.of(m), false, parts));
    run.get(RunFigures.COHERENT_POOLS)
        .ifPresent(m -> table("Coherent pools, since boot", List.of(m), false, parts));
    table(
        "What the kernel itself shows" + ofLast(),
        List.of(run.get(RunFigures.KERNEL_SHOWS)),
        true,
        parts);
    listing("Free blocks in the end", run.get(RunFigures.BUDDYINFO), parts);
    listing("Kernel log", log.toString(), parts);
    parts.add(byKey(run));
    return parts;
  }

  private static void table(
      String caption, List<Measured> all, boolean isFolded, List<Part> parts) {
    if (!all.isEmpty()) {
      parts.add(FigureTable.of(caption, all, "", isFolded));
    }
  }

  private static void listing(String caption, String text, List<Part> parts) {
    if (!text.isBlank()) {
      parts.add(new Part.Listing(caption, text, true));
    }
  }

  private Part.Table runs(Measured run) {
    var isSummary = tally.runs > MOST_RUNS;
    var heads = new ArrayList<Column>();
    heads.add(Column.words("figure"));
    if (isSummary) {
      List.of("least", "median", "greatest").forEach(head -> heads.add(Column.numbers(head)));
    } else {
      IntStream.rangeClosed(1, columns.size())
          .mapToObj(i -> Column.numbers(columns.size() == 1 ? "value" : "run " + i))
          .forEach(heads::add);
    }
    var rows = new ArrayList<List<Cell>>();
    for (var row : rows(run)) {
      var cells = isSummary ? summary.cells(row) : columns.stream().map(row.text()).toList();
      if (!cells.isEmpty()) {
        rows.add(cells(row, cells));
      }
    }
    return Part.Table.of(
        isSummary ? "Figures of " + tally.runs + " runs" : "Figures of the run", heads, rows);
  }

  private static List<Cell> cells(Row row, List<String> texts) {
    var cells = new ArrayList<Cell>();
    cells.add(Cell.of(row.label().replace(PART, INDENT)));
    for (var text : texts) {
      var isBad = row.isFailure() && !text.equals("0");
      cells.add(Cell.of(text).in(isBad ? Tone.BAD : Tone.PLAIN));
    }
    return cells;
  }

  /** Every figure that is a number or a word, as programs call it. */
  private Part.Table byKey(Measured run) {
    var rows = new ArrayList<List<Cell>>();
    for (var figure : run.catalogue().figures()) {
      var value = run.get(figure);
      if (value instanceof Number || (value instanceof String && figure != RunFigures.BUDDYINFO)) {
        rows.add(
            List.of(
                Cell.of(figure.key()),
                Cell.of(figure.label()),
                Cell.of(FigureTable.shown(value, figure.unit()))));
      }
    }
    return new Part.Table(
        "Every figure by its name in --json" + ofLast(),
        List.of(Column.words("name"), Column.words("what"), Column.numbers("value")),
        rows,
        "",
        true);
  }

  // How to come to the same.

  private List<Part> reproduction(Source source) {
    var parts = new ArrayList<Part>();
    parts.add(
        Part.Words.of(
            "Seed %d, %s time, version %s.%s"
                .formatted(
                    head.seed(),
                    head.isVirtual() ? "virtual" : "real",
                    origin.version(),
                    head.isVirtual()
                        ? " The same command gives the same run, to the byte."
                        : " Runs on real threads differ from time to time.")));
    parts.add(new Part.Listing("The command", source.command(), false));
    listing("The scenario, " + source.file(), source.text(), parts);
    listing("What the kernel says of its pool at boot", String.join("\n", origin.bootLog()), parts);
    parts.add(
        new Part.Table(
            "Every setting as it took effect",
            List.of(Column.words("setting"), Column.words("value"), Column.words("from")),
            origin.settings().stream()
                .map(s -> List.of(Cell.of(s.path()), Cell.of(s.value()), Cell.of(s.from())))
                .toList(),
            "",
            true));
    return parts;
  }
}
