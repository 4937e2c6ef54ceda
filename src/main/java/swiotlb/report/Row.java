package swiotlb.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import swiotlb.figures.EvidenceFigures;
import swiotlb.figures.Figure;
import swiotlb.figures.Latencies;
import swiotlb.figures.Measured;
import swiotlb.figures.RestrictedFigures;
import swiotlb.figures.RunFigures;
import swiotlb.figures.Unit;

/**
 * A row of a table of runs.
 *
 * @param text of one run
 * @param number of one run, or null where the row has none
 * @param shown how such a number is shown
 * @param isFailure whether any number of it but 0 is of failures
 */
record Row(
    String label,
    Function<Measured, String> text,
    @Nullable ToDoubleFunction<Measured> number,
    DoubleFunction<String> shown,
    boolean isFailure) {
  private static final double[] PERCENTILES = {50, 90, 99, 99.9};
  private static final String PART = "  ";

  private static Row of(
      String label, ToDoubleFunction<Measured> number, DoubleFunction<String> shown) {
    return new Row(label, run -> shown.apply(number.applyAsDouble(run)), number, shown, false);
  }

  private Row ofFailures() {
    return new Row(label, text, number, shown, true);
  }

  private static Row of(String label, Function<Measured, String> text) {
    return new Row(label, text, null, number -> "", false);
  }

  /**
   * The rows of all figures of a run that have a label.
   *
   * @param first a run, which has the restricted pools that all have
   * @param reasons why mappings failed in any of the runs
   */
  static List<Row> all(Measured first, SortedSet<String> reasons, boolean isVirtual) {
    var rows = new ArrayList<Row>();
    for (var figure : RunFigures.ALL.rows()) {
      if (figure == RunFigures.FAILURES) {
        failures(figure.label(), reasons, rows);
      } else if (figure == RunFigures.RESTRICTED) {
        restricted(figure.label(), first.get(RunFigures.RESTRICTED), rows);
      } else if (figure == RunFigures.VIRTUAL_NS && !isVirtual) {
        rows.add(number("real time", figure));
      } else {
        plain(figure, first.get(figure), rows);
      }
    }
    return rows;
  }

  private static void plain(Figure<?> figure, Object value, List<Row> rows) {
    var label = (figure.whole() == null ? "" : PART) + figure.label();
    if (value instanceof Latencies) {
      for (var percent : PERCENTILES) {
        rows.add(
            of(
                label + " p" + trimmed(percent),
                run -> ((Latencies) run.get(figure)).percentile(percent),
                Row::time));
      }
      rows.add(of(label + " max", run -> ((Latencies) run.get(figure)).max(), Row::time));
    } else if (value instanceof Number) {
      rows.add(number(label, figure));
    } else {
      rows.add(of(label, run -> named(run.get(figure).toString())));
    }
  }

  /** Who began all others has no name of its own. */
  private static String named(String path) {
    return path.equals("/") ? "/ (the run itself)" : path;
  }

  private static Row number(String label, Figure<?> figure) {
    return of(label, run -> ((Number) run.get(figure)).doubleValue(), shown(figure.unit()));
  }

  private static DoubleFunction<String> shown(Unit unit) {
    return switch (unit) {
      case NANOSECONDS -> Row::time;
      case BYTES -> n -> Quantities.bytes((long) n);
      case MIB_PER_SECOND -> n -> String.format(Locale.ROOT, "%.1f MiB/s", n);
      case COUNT, SLOTS, PAGES, PER_SECOND, NONE -> Row::count;
    };
  }

  private static void restricted(String label, List<Measured> pools, List<Row> rows) {
    for (var i = 0; i < pools.size(); i++) {
      var index = i;
      var slots = pools.get(i).get(RestrictedFigures.IO_TLB_NSLABS);
      rows.add(
          of(
              pools.get(i).get(RestrictedFigures.DEVICE) + label,
              run ->
                  run.get(RunFigures.RESTRICTED)
                      .get(index)
                      .get(RestrictedFigures.IO_TLB_USED_HIWATER),
              n -> count(n) + " / " + slots));
    }
  }

  private static void failures(String label, SortedSet<String> reasons, List<Row> rows) {
    rows.add(of(label, run -> (double) RunFigures.failed(run), Row::count).ofFailures());
    for (var reason : reasons) {
      rows.add(
          of(
                  PART + reason,
                  run -> run.get(RunFigures.FAILURES).getOrDefault(reason, 0L),
                  Row::count)
              .ofFailures());
      if (!EvidenceFigures.isKeptOf(reason)) {
        continue;
      }
      rows.add(
          of(
              PART + PART + "least in use, as the kernel counts",
              run -> evidence(run, reason, Row::use)));
      rows.add(
          of(PART + PART + "largest free run then", run -> evidence(run, reason, Row::largestRun)));
    }
  }

  private static String evidence(Measured run, String reason, Function<Measured, String> of) {
    return Optional.ofNullable(run.get(RunFigures.FAILURE_EVIDENCE).get(reason))
        .map(of)
        .orElse("-");
  }

  private static String use(Measured evidence) {
    return evidence.get(EvidenceFigures.USED_SLOTS)
        + " of "
        + evidence.get(EvidenceFigures.TOTAL_SLOTS);
  }

  private static String largestRun(Measured evidence) {
    return evidence.get(EvidenceFigures.LARGEST_FREE_RUN).map(String::valueOf).orElse("-");
  }

  private static String count(double n) {
    return Long.toString((long) n);
  }

  private static String time(double ns) {
    return Quantities.time((long) ns);
  }

  private static String trimmed(double percent) {
    return percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent);
  }
}
