package swiotlb.study.explore;

import java.util.ArrayList;
import java.util.List;

/** How many timelines were known after how many schedules, at a few hundred places at most. */
final class Curve {
  private static final int MOST = 400;

  private final List<Explored.Point> points = new ArrayList<>();
  private long step = 1;

  /** There is one more timeline; schedules rise. */
  void add(long schedules, long timelines) {
    var last = points.isEmpty() ? 0 : points.get(points.size() - 1).schedules();
    if (schedules - last < step) {
      return;
    }
    points.add(new Explored.Point(schedules, timelines));
    if (points.size() > MOST) {
      step *= 2;
      for (var i = points.size() - 1; i >= 0; i -= 2) {
        points.remove(i);
      }
    }
  }

  /** From nothing to an end. */
  List<Explored.Point> upTo(long schedules, long timelines) {
    var all = new ArrayList<>(List.of(new Explored.Point(0, 0)));
    points.stream().filter(point -> point.schedules() < schedules).forEach(all::add);
    if (schedules > 0) {
      all.add(new Explored.Point(schedules, timelines));
    }
    return all;
  }
}
