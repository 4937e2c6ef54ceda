package swiotlb.study.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import swiotlb.study.vary.Axis;

/**
 * How much of what differs between points a setting explains by itself: the variance between the
 * means of its values, of all variance between points (eta squared, less what as many groups would
 * explain by chance). What settings do together is in none of them. Of several settings one of
 * which every point has a value of its own explains nothing that could be told from chance; values
 * of numbers are taken together then, and words have no effect.
 *
 * @param share from 0 to 1
 * @param least the value, or the range of values, with the lowest mean
 * @param most the one with the highest
 */
public record MainEffect(MainFigure figure, String path, double share, Level least, Level most) {
  /** Of more values than that some are taken together. */
  private static final int MOST_LEVELS = 8;

  private static final int GROUPS = 4;

  /**
   * A value of the setting, or a range of them.
   *
   * @param mean of the figure over the points that have it
   */
  public record Level(String values, double mean) {}

  /**
   * The effects of all settings on a figure, the largest first; none, if it does not differ.
   *
   * @param points that have the figure count
   */
  public static List<MainEffect> of(MainFigure figure, List<Axis> axes, List<Tally.Seen> points) {
    var values = new LinkedHashMap<Tally.Seen, Double>();
    for (var point : points) {
      point.mean(figure).ifPresent(mean -> values.put(point, mean));
    }
    var effects = new ArrayList<MainEffect>();
    if (values.values().stream().distinct().count() > 1) {
      axes.forEach(axis -> add(figure, axis, axes.size() == 1, values, effects));
    }
    effects.sort(Comparator.comparingDouble(MainEffect::share).reversed());
    return effects;
  }

  private static void add(
      MainFigure figure,
      Axis axis,
      boolean isAlone,
      Map<Tally.Seen, Double> values,
      List<MainEffect> effects) {
    var levels = levels(axis, isAlone, values);
    if (levels.size() < 2 || (!isAlone && levels.size() >= values.size())) {
      return;
    }
    var all = values.values().stream().mapToDouble(v -> v).average().orElse(0);
    var total = values.values().stream().mapToDouble(v -> (v - all) * (v - all)).sum();
    var between =
        levels.values().stream()
            .mapToDouble(group -> group.size() * Math.pow(mean(group) - all, 2))
            .sum();
    var means =
        levels.entrySet().stream()
            .map(level -> new Level(level.getKey(), mean(level.getValue())))
            .toList();
    var byMean = Comparator.comparingDouble(Level::mean);
    effects.add(
        new MainEffect(
            figure,
            axis.path(),
            lessChance(between / total, values.size(), levels.size()),
            means.stream().min(byMean).orElseThrow(),
            means.stream().max(byMean).orElseThrow()));
  }

  private static double lessChance(double share, int points, int groups) {
    if (points <= groups) {
      return share;
    }
    return Math.max(0, 1 - (1 - share) * (points - 1) / (points - groups));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElse(0);
  }

  /** The figure of all points by the value that they have on an axis. */
  private static Map<String, List<Double>> levels(
      Axis axis, boolean isAlone, Map<Tally.Seen, Double> values) {
    var byValue = new LinkedHashMap<String, List<Double>>();
    values.forEach(
        (point, value) ->
            byValue
                .computeIfAbsent(
                    point.settings().getOrDefault(axis.path(), ""), k -> new ArrayList<>())
                .add(value));
    var isFine = byValue.size() > MOST_LEVELS || (!isAlone && 2 * byValue.size() > values.size());
    if (!isFine || !axis.isNumeric()) {
      return byValue;
    }
    var groupCount = Math.min(GROUPS, byValue.size() / 2);
    var inOrder = new TreeMap<Double, String>();
    byValue.keySet().forEach(value -> inOrder.put(axis.number(value).orElse(0), value));
    var ordered = List.copyOf(inOrder.values());
    var groups = new LinkedHashMap<String, List<Double>>();
    for (var group = 0; group < groupCount; group++) {
      var from = ordered.size() * group / groupCount;
      var to = ordered.size() * (group + 1) / groupCount;
      var some =
          groups.computeIfAbsent(
              ordered.get(from) + " to " + ordered.get(to - 1), k -> new ArrayList<>());
      ordered
          .subList(from, to)
          .forEach(value -> some.addAll(byValue.getOrDefault(value, List.of())));
    }
    return groups;
  }
}
