package swiotlb.study.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import swiotlb.study.vary.Axis;

/**
 * One choice of a value for each axis.
 *
 * @param number in the order in which points are chosen, from 1
 * @param at the number of the value on each axis
 * @param settings the values by their paths, in the order of the axes
 */
public record Point(long number, List<Long> at, Map<String, String> settings) {
  /** Immutable from the start. */
  public Point {
    at = List.copyOf(at);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  static Point of(long number, List<Axis> axes, List<Long> at) {
    var settings = new LinkedHashMap<String, String>();
    for (var i = 0; i < axes.size(); i++) {
      settings.put(axes.get(i).path(), axes.get(i).value(at.get(i)));
    }
    return new Point(number, at, settings);
  }
}
