package swiotlb.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import swiotlb.figures.Frames;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.RunHistory;
import swiotlb.report.page.Axis;
import swiotlb.report.page.Part;
import swiotlb.report.page.Part.Series;
import swiotlb.report.page.Part.Series.Style;

/** Charts of how runs went over time. */
final class HistoryCharts {
  private static final int MOST_COLUMNS = 128;
  private static final int MOST_ROWS = 48;
  private static final int MOST_MARKS = 40;
  private static final int SHORT = 4;
  private static final Axis TIME = Axis.time("time since boot");

  private final RunHistory history;
  private final int slotBytes;

  HistoryCharts(RunHistory history, int slotBytes) {
    this.history = history;
    this.slotBytes = slotBytes;
  }

  /** All for which something was seen. */
  List<Part> all(List<GrowthStep> growth, boolean isVirtual) {
    var parts = new ArrayList<Part>();
    if (history.used().isEmpty()) {
      return parts;
    }
    parts.add(used(growth));
    beginning(growth).ifPresent(parts::add);
    if (history.failed().stream().anyMatch(n -> n > 0)) {
      parts.add(failed());
    }
    if (!history.areas().isEmpty()) {
      parts.add(full());
      parts.add(contended(isVirtual));
    }
    return parts;
  }

  private Part.Lines used(List<GrowthStep> growth) {
    var most = most(history.used());
    return new Part.Lines(
        "used-slots",
        "Slots in use over time",
        formatted(
            "At most %d slots were in use%s; lasting pools had %d in the end. Each point is the most within %s.",
            most,
            most(history.transients()) > 0
                ? ", and at most %d of transient pools".formatted(most(history.transients()))
                : "",
            history.lasting().get(history.lasting().size() - 1),
            Quantities.time(history.frameNs())),
        TIME,
        Axis.of("slots", ""),
        times(),
        slots(history.used(), history.lasting(), history.transients()),
        marks(growth));
  }

  /** What went on while it grew, where that is too short a time to be seen in the whole. */
  private Optional<Part> beginning(List<GrowthStep> growth) {
    var wholeNs = history.frameNs() * history.used().size();
    var endNs = growth.stream().mapToLong(GrowthStep::timeNs).max().orElse(0) * 5 / 4;
    var moments = history.beginning();
    var isKnown = !moments.isEmpty() && moments.get(moments.size() - 1).timeNs() >= endNs;
    if (endNs == 0 || endNs > wholeNs / SHORT || !isKnown) {
      return Optional.empty();
    }
    var frames = new Frames();
    var used = frames.level();
    var lasting = frames.level();
    var transients = frames.level();
    for (var moment : moments) {
      if (moment.timeNs() <= endNs) {
        used.note(moment.timeNs(), moment.used());
        lasting.note(moment.timeNs(), moment.lasting());
        transients.note(moment.timeNs(), moment.transients());
      }
    }
    return Optional.of(
        new Part.Lines(
            "used-slots-at-first",
            "The same while it grew, enlarged",
            "The first %s.".formatted(Quantities.time(endNs)),
            TIME,
            Axis.of("slots", ""),
            times(frames.widthNs(), used.values().size()),
            slots(used.values(), lasting.values(), transients.values()),
            marks(growth)));
  }

  private static List<Series> slots(List<Long> used, List<Long> lasting, List<Long> transients) {
    return List.of(
        line("in use", Style.SURFACE, used),
        line("of lasting pools", Style.STEPS, lasting),
        line("of transient pools", Style.STEPS, transients));
  }

  private Part.Lines failed() {
    return new Part.Lines(
        "failed-mappings",
        "Mappings that failed over time",
        formatted(
            "%d failed, at most %d within %s.",
            history.failed().stream().mapToLong(n -> n).sum(),
            most(history.failed()),
            Quantities.time(history.frameNs())),
        TIME,
        Axis.of("failed mappings", ""),
        times(),
        List.of(line("failed", Style.SURFACE, history.failed())),
        List.of());
  }

  private List<Part.Mark> marks(List<GrowthStep> growth) {
    var marks = new ArrayList<Part.Mark>();
    for (var step : growth) {
      switch (step.event()) {
        case PUBLISHED ->
            marks.add(
                new Part.Mark(
                    step.timeNs(), "+" + Quantities.bytes((long) step.slots() * slotBytes)));
        case GIVEN_BACK ->
            marks.add(
                new Part.Mark(
                    step.timeNs(), "-" + Quantities.bytes((long) step.slots() * slotBytes)));
        case FAILED -> marks.add(new Part.Mark(step.timeNs(), "growth failed"));
        case QUEUED, STARTED -> {
          // In the table.
        }
      }
    }
    var ends = history.runEndsNs();
    for (var i = 0; i + 1 < ends.size(); i++) {
      marks.add(new Part.Mark(ends.get(i), "run " + (i + 2)));
    }
    marks.sort(Comparator.comparingDouble(Part.Mark::x));
    return marks.subList(0, Math.min(MOST_MARKS, marks.size()));
  }

  /** Where frames begin, and where the last one ends. */
  private List<Double> times() {
    return times(history.frameNs(), history.used().size());
  }

  private static List<Double> times(long frameNs, int frames) {
    return LongStream.rangeClosed(0, frames).mapToObj(i -> (double) i * frameNs).toList();
  }

  private static Series line(String name, Style style, List<Long> values) {
    var points = new ArrayList<>(values.stream().map(value -> (double) value).toList());
    points.add(points.get(points.size() - 1));
    return Series.of(name, style, points);
  }

  // By area.

  private Part.Heat full() {
    return heat(
        "area-use",
        "Slots in use by area",
        "A row is an area, a column a time; the scale says how full.",
        Axis.of("slots in use, at most", "slots"),
        RunHistory.Area::used,
        group -> (double) most(group));
  }

  private Part contended(boolean isVirtual) {
    var waited =
        history.areas().stream().flatMap(area -> area.waitNs().stream()).anyMatch(ns -> ns > 0);
    if (!waited) {
      return Part.Words.of(
          isVirtual
              ? "No lock of an area was ever waited for."
              : "How long locks of areas were waited for is modelled in virtual time only.");
    }
    var frame = (double) history.frameNs();
    return heat(
        "area-contention",
        "Waiting for the locks of areas",
        "How many CPUs waited for the lock of each area, on average over a column's time.",
        Axis.of("waiting, on average", "CPUs"),
        RunHistory.Area::waitNs,
        group -> group.stream().mapToDouble(ns -> ns / frame).sum() / group.size());
  }

  private Part.Heat heat(
      String name,
      String caption,
      String summary,
      Axis shade,
      Function<RunHistory.Area, List<Long>> of,
      Function<List<Long>, Double> column) {
    var shown = greatest(of);
    var isOnePool = history.areas().stream().map(RunHistory.Area::pool).distinct().count() == 1;
    var frames = history.used().size();
    var each = (frames + MOST_COLUMNS - 1) / MOST_COLUMNS;
    var left = history.areas().size() - shown.size();
    return new Part.Heat(
        name,
        caption,
        summary
            + (left > 0
                ? formatted(
                    " Shown are the %d areas with the most; %d more are left out.",
                    shown.size(), left)
                : ""),
        TIME,
        (double) each * history.frameNs(),
        shade,
        shown.stream().map(area -> label(area, isOnePool)).toList(),
        shown.stream().map(area -> columns(of.apply(area), each, column)).toList());
  }

  private static List<Double> columns(
      List<Long> values, int each, Function<List<Long>, Double> column) {
    return IntStream.iterate(0, i -> i < values.size(), i -> i + each)
        .mapToObj(i -> column.apply(values.subList(i, Math.min(values.size(), i + each))))
        .toList();
  }

  private static String label(RunHistory.Area area, boolean isOnePool) {
    return isOnePool
        ? "area " + area.number()
        : area.pool().replace('-', ' ') + " area " + area.number();
  }

  /** Those with the most in all, in the order of pools and areas. */
  private List<RunHistory.Area> greatest(Function<RunHistory.Area, List<Long>> of) {
    var areas = history.areas();
    return IntStream.range(0, areas.size())
        .boxed()
        .sorted(
            Comparator.comparingDouble(
                i -> -of.apply(areas.get(i)).stream().mapToDouble(value -> value).sum()))
        .limit(MOST_ROWS)
        .sorted()
        .map(areas::get)
        .toList();
  }

  private static long most(List<Long> values) {
    return values.stream().mapToLong(value -> value).max().orElse(0);
  }

  private static String formatted(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
