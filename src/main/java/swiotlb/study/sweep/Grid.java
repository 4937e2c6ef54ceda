package swiotlb.study.sweep;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import swiotlb.input.InputException;
import swiotlb.study.vary.Axes;
import swiotlb.study.vary.Axis;
import swiotlb.workload.Seeds;

/** Every point there is. Numbered with the last axis fastest; run in an order that chance gives. */
final class Grid implements Sampling {
  private final List<Axis> axes;
  private final long size;
  private final long seed;
  private boolean isGiven;

  Grid(List<Axis> axes, long seed) {
    this.axes = axes;
    this.seed = seed;
    var all = Axes.points(axes);
    if (all.compareTo(BigInteger.valueOf(MOST_POINTS)) > 0) {
      throw new InputException(
          "--vary",
          "the grid has %s points, of which a sweep can have %d; take a larger step, or --sample lhs:200"
              .formatted(all, MOST_POINTS));
    }
    size = all.longValueExact();
  }

  @Override
  public List<Point> next(List<Seen> seen) {
    var points = new ArrayList<Point>();
    if (isGiven) {
      return points;
    }
    isGiven = true;
    for (var number = 0L; number < size; number++) {
      points.add(Point.of(number + 1, axes, at(number)));
    }
    Shuffle.of(points, Seeds.stream(seed, "order"));
    return points;
  }

  private List<Long> at(long number) {
    var at = new Long[axes.size()];
    var left = number;
    for (var i = axes.size() - 1; i >= 0; i--) {
      at[i] = left % axes.get(i).size();
      left /= axes.get(i).size();
    }
    return Arrays.asList(at);
  }

  @Override
  public long size() {
    return size;
  }
}
