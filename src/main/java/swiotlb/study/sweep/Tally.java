package swiotlb.study.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a sweep comes to, run by run: of each a few figures are kept, in the order of points and
 * replications whatever the order in which they came. Not thread-safe.
 */
public final class Tally {
  /**
   * A run of a point.
   *
   * @param kind of its outcome, in words
   * @param outcome done, failed, broken or refused
   * @param reason why it is not done; empty if it is
   * @param figures empty if it has none
   */
  public record Run(
      long seed,
      int replication,
      int run,
      String kind,
      String outcome,
      String reason,
      Map<MainFigure, Double> figures) {
    /** Whether it came to its end, and all held that must. */
    public boolean isDone() {
      return outcome.equals(ResultLine.Outcome.DONE.word());
    }
  }

  /** A point and its runs, by replication. */
  public record Seen(long number, Map<String, String> settings, List<Run> runs) {
    /** The mean over all runs that have figures; absent if none has. */
    public OptionalDouble mean(MainFigure figure) {
      return runs.stream()
          .filter(run -> run.figures.containsKey(figure))
          .mapToDouble(run -> run.figures.getOrDefault(figure, 0.0))
          .average();
    }

    /** How many of its runs are not done. */
    public long notDone() {
      return runs.stream().filter(run -> !run.isDone()).count();
    }
  }

  private final TreeMap<Long, Seen> points = new TreeMap<>();
  private final Map<String, String> words = new TreeMap<>();

  void add(List<ResultLine> replication) {
    for (var line : replication) {
      points.computeIfAbsent(line.point(), number -> seen(number, line)).runs().add(run(line));
    }
  }

  private static Seen seen(long number, ResultLine line) {
    var settings = new LinkedHashMap<String, String>();
    line.json()
        .path("settings")
        .properties()
        .forEach(setting -> settings.put(setting.getKey(), setting.getValue().asText()));
    return new Seen(number, settings, new ArrayList<>());
  }

  private Run run(ResultLine line) {
    var figures = new EnumMap<MainFigure, Double>(MainFigure.class);
    if (line.figures().isObject()) {
      for (var figure : MainFigure.values()) {
        var value = figure.of(line.figures());
        if (!Double.isNaN(value)) {
          figures.put(figure, value);
        }
      }
    }
    return new Run(
        line.json().path("seed").asLong(),
        line.replication(),
        line.run(),
        once(OutcomeKind.of(line)),
        line.outcome().word(),
        once(line.reason()),
        figures);
  }

  /** The same words are kept once. */
  private String once(String text) {
    return words.computeIfAbsent(text, same -> same);
  }

  /** All points, by number. */
  public List<Seen> points() {
    for (var point : points.values()) {
      point.runs().sort(Comparator.comparingInt(Run::replication).thenComparingInt(Run::run));
    }
    return List.copyOf(points.values());
  }

  /** All runs, by point, replication and number. */
  public List<Run> runs() {
    return points().stream().flatMap(point -> point.runs().stream()).toList();
  }

  /** The kinds of outcome of a point; none, if nothing is known of it. */
  List<String> kinds(long point) {
    var seen = points.get(point);
    return seen == null
        ? List.of()
        : seen.runs().stream().map(Run::kind).distinct().sorted().toList();
  }
}
