package swiotlb.study.sweep;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import swiotlb.study.vary.Axis;
import swiotlb.workload.Seeds;

/**
 * A Latin hypercube (McKay, Beckman and Conover, 1979): of n points each axis is cut into n equal
 * strata, and each stratum has one point. Of an axis with fewer values than that each value is
 * taken as often as any other, give or take one. Of places that are met more than once, as they are
 * where axes have few values, there is one point: the same machine with the same seeds shows
 * nothing new. Points come in an order that chance gives, since one that goes along an axis would
 * mistake what changes with time for its effect.
 */
final class LatinHypercube implements Sampling {
  private final List<Axis> axes;
  private final int strata;
  private final long seed;
  private final Set<List<Long>> places;
  private boolean isGiven;

  LatinHypercube(List<Axis> axes, int size, long seed) {
    this.axes = axes;
    this.strata = size;
    this.seed = seed;
    var columns = axes.stream().map(this::column).toList();
    this.places = new LinkedHashSet<>();
    for (var i = 0; i < size; i++) {
      var row = i;
      places.add(columns.stream().map(column -> column.get(row)).toList());
    }
  }

  @Override
  public List<Point> next(List<Seen> seen) {
    if (isGiven) {
      return List.of();
    }
    isGiven = true;
    var points = new ArrayList<Point>();
    places.forEach(at -> points.add(Point.of(points.size() + 1L, axes, at)));
    Shuffle.of(points, Seeds.stream(seed, "order"));
    return points;
  }

  /** A value in each stratum of an axis, in an order of its own. */
  private List<Long> column(Axis axis) {
    var random = Seeds.stream(seed, "lhs " + axis.path());
    var values = new ArrayList<Long>();
    for (var stratum = 0; stratum < strata; stratum++) {
      var place = (stratum + random.nextDouble()) / strata * axis.size();
      values.add(Math.min(axis.size() - 1, (long) place));
    }
    Shuffle.of(values, random);
    return values;
  }

  @Override
  public long size() {
    return places.size();
  }
}
