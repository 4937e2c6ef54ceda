package swiotlb.cli.measure;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.statistics.Interval;
import swiotlb.figures.statistics.PublishedDifference;
import swiotlb.figures.statistics.StoppingRule.Decision;
import swiotlb.input.Screen;
import swiotlb.input.TextTable;
import swiotlb.input.TextTable.Column;
import swiotlb.report.Quantities;
import swiotlb.study.measure.Outcome;
import swiotlb.study.measure.PublishedKernel;
import swiotlb.study.measure.PublishedMeasuring;
import swiotlb.study.measure.PublishedTable;
import swiotlb.study.measure.RepeatedTest;
import swiotlb.study.measure.RepeatedTest.Cell;

/** The published tables beside the simulated ones, for people. */
final class PublishedText {
  private static final double FAR = 2;
  private static final long SLOT_BYTES = 2048;

  private final PublishedMeasuring.Result result;
  private final List<RepeatedTest> tests;

  PublishedText(PublishedMeasuring.Result result) {
    this.result = result;
    this.tests = result.tests();
  }

  static void print(PublishedMeasuring.Result result, PrintWriter out) {
    if (result.tests().isEmpty()) {
      out.println("interrupted before the first test was done");
      return;
    }
    new PublishedText(result).print(out);
  }

  private void print(PrintWriter out) {
    answer().forEach(out::println);
    out.println();
    table(out);
    out.println();
    out.println("growth with 1 MiB at boot (first replication):");
    tests.forEach(test -> out.println("  " + growth(test)));
    out.println();
    out.println("how it was measured:");
    how().forEach(line -> out.println("  " + line));
    var wrong = tests.stream().flatMap(t -> WentWrong.lines(t.outcome()).stream()).toList();
    if (!wrong.isEmpty()) {
      out.println();
      out.println("what went wrong:");
      wrong.forEach(line -> Screen.failure(out, "  " + line));
    }
  }

  private Stream<Cell> compared() {
    return published().filter(c -> c.z().isPresent());
  }

  /** Those with a difference to compare with. */
  private Stream<Cell> published() {
    return tests.stream()
        .flatMap(t -> t.cells().stream())
        .filter(c -> c.published().flatMap(PublishedTable.Cell::difference).isPresent());
  }

  /** How many of the published differences are met, by what. */
  List<String> answer() {
    var lines = new ArrayList<String>();
    var near = compared().filter(c -> Math.abs(c.z().getAsDouble()) <= FAR).count();
    lines.add(
        "%d of %d published differences are met within two of their standard errors"
            .formatted(near, compared().count()));
    var quiet = compared().filter(c -> c.mechanism().isPresent()).toList();
    if (!quiet.isEmpty()) {
      var explained =
          quiet.stream().filter(c -> Math.abs(z(c, c.mechanism().getAsDouble())) <= FAR);
      lines.add(
          "%s by the mechanism alone, without noise"
              .formatted(
                  quiet.size() == compared().count()
                      ? explained.count()
                      : explained.count() + " of " + quiet.size()));
    }
    var nothing = compared().filter(c -> Math.abs(z(c, 0)) <= FAR).count();
    lines.add("%d would be by a model in which nothing costs anything".formatted(nothing));
    lines.add(memory());
    var lost = published().filter(c -> c.z().isEmpty()).count();
    if (lost > 0) {
      lines.add("%d more could not be compared, since replications went wrong".formatted(lost));
    }
    if (result.interrupted()) {
      lines.add(
          "it was interrupted: %d of %d tests are done, the others are left out"
              .formatted(tests.size(), result.asked()));
    }
    return lines;
  }

  private static double z(Cell cell, double difference) {
    return cell.published()
        .flatMap(PublishedTable.Cell::difference)
        .map(published -> published.z(difference))
        .orElse(Double.NaN);
  }

  private String memory() {
    var ends =
        tests.stream()
            .flatMap(t -> t.cells().stream())
            .filter(cell -> cell.kernel() == PublishedKernel.GROWING)
            .map(cell -> bytes(cell.memoryBytes()))
            .distinct()
            .toList();
    return "1 MiB at boot ends at " + String.join(", ", ends) + " (published: 5 MiB)";
  }

  private static String bytes(double bytes) {
    return Double.isFinite(bytes) ? Quantities.bytes(Math.round(bytes)) : Shown.NONE;
  }

  private void table(PrintWriter out) {
    var heads =
        List.of(
            "", "", "", "var", "diff", "var", "later", "diff", "+-", "mechanism", "z", "memory");
    var columns = new ArrayList<Column>();
    for (var i = 0; i < heads.size(); i++) {
      columns.add(i < 3 ? Column.left(0).after(2) : Column.right(0).after(2));
    }
    out.println(
        "in percent; var, diff: as published, then simulated; later: var without the first run of each;");
    out.println("  mechanism: diff without noise; z: (simulated - published) / published error");
    var table = new TextTable(out::println, TextTable.ALL_ROWS, columns);
    table.row(heads);
    for (var test : tests) {
      for (var cell : test.cells()) {
        table.row(row(test, cell));
      }
    }
    table.end();
  }

  static List<String> row(RepeatedTest test, Cell cell) {
    var isBase = cell.kernel() == PublishedKernel.BASE;
    var published = cell.published();
    return List.of(
        isBase ? test.test().platform() : "",
        isBase ? test.test().test() : "",
        cell.kernel().label(),
        published.map(p -> percent(p.variation())).orElse(""),
        published.flatMap(PublishedTable.Cell::difference).map(PublishedText::diff).orElse(""),
        percent(cell.variation()),
        percent(cell.variationLater()),
        isBase ? "" : signed(cell.difference()),
        cell.interval().map(i -> percent(i.halfWidth())).orElse(""),
        cell.mechanism().isPresent() ? signed(cell.mechanism().getAsDouble()) : "",
        cell.z().isPresent()
            ? String.format(Locale.ROOT, "%+.2f", cell.z().getAsDouble())
            : published.flatMap(PublishedTable.Cell::difference).isPresent() ? Shown.NONE : "",
        bytes(cell.memoryBytes()));
  }

  private static String diff(PublishedDifference published) {
    return published.bound() > 0
        ? String.format(Locale.ROOT, "<%.1f", 100 * published.bound())
        : String.format(Locale.ROOT, "%+.1f", 100 * published.difference());
  }

  private static String percent(double part) {
    return Double.isFinite(part) ? String.format(Locale.ROOT, "%.2f", 100 * part) : Shown.NONE;
  }

  private static String signed(double part) {
    return Double.isFinite(part) ? String.format(Locale.ROOT, "%+.2f", 100 * part) : Shown.NONE;
  }

  static String growth(RepeatedTest test) {
    var steps =
        test.cells().stream()
            .filter(cell -> cell.kernel() == PublishedKernel.GROWING)
            .flatMap(cell -> cell.growth().stream())
            .flatMap(step -> growth(step).stream())
            .toList();
    return "%s, %s: %s"
        .formatted(
            test.test().platform(),
            test.test().test(),
            steps.isEmpty() ? "never wanted" : String.join(", ", steps));
  }

  private static Optional<String> growth(GrowthStep step) {
    var what =
        switch (step.event()) {
          case PUBLISHED -> Quantities.bytes(step.slots() * SLOT_BYTES);
          case FAILED -> "failed";
          case GIVEN_BACK -> "gave back " + Quantities.bytes(step.slots() * SLOT_BYTES);
          case QUEUED, STARTED -> "";
        };
    return what.isEmpty()
        ? Optional.empty()
        : Optional.of(what + " at " + Quantities.time(step.timeNs()));
  }

  List<String> how() {
    var lines = new ArrayList<String>();
    var counts = tests.stream().mapToInt(t -> t.outcome().replications()).summaryStatistics();
    lines.add(
        "%s replications (machines from boot) of each kernel in each test, the n-th of all with the same random numbers, from seed %d"
            .formatted(
                counts.getMin() == counts.getMax()
                    ? String.valueOf(counts.getMax())
                    : counts.getMin() + " to " + counts.getMax(),
                tests.get(0).outcome().plan().seed()));
    lines.add(
        "in each as many runs as its scenario says, without a reboot: the first one pays for growth");
    lines.add(
        "published error: (1 + diff) * sqrt(var of base ^ 2 / %d + var ^ 2 / %d); <0.1 counts as 0 with an error of 0.1 besides"
            .formatted(PublishedTable.RUNS, PublishedTable.RUNS));
    var intervals =
        tests.stream()
            .flatMap(t -> t.cells().stream())
            .flatMap(cell -> cell.interval().stream())
            .map(Interval::method)
            .distinct()
            .toList();
    if (!intervals.isEmpty()) {
      lines.add("+-: half of the interval of the simulated diff, " + intervals.get(0).label());
    }
    if (tests.stream().anyMatch(t -> t.outcome().why() == Decision.NARROW)) {
      lines.add(
          "so many that the error of the simulated difference is a tenth of the published one");
    }
    var spent = tests.stream().filter(t -> t.outcome().why() == Decision.SPENT).toList();
    if (!spent.isEmpty()) {
      lines.add(
          "the budget was spent before the simulated error was a tenth of the published one in %s; give more --budget"
              .formatted(
                  String.join(
                      "; ",
                      spent.stream()
                          .map(t -> t.test().platform() + ", " + t.test().test())
                          .toList())));
    }
    if (compared().anyMatch(c -> c.mechanism().isEmpty())) {
      lines.add("the platform has no setting for noise, so that there is no mechanism without it");
    }
    return lines;
  }

  static boolean isGood(List<RepeatedTest> tests) {
    return tests.stream().map(RepeatedTest::outcome).allMatch(Outcome::isGood);
  }
}
