package swiotlb.study.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is said when the scenario of a sweep is read at its points: what is assumed, read
 * differently than it looks, or counts for nothing there. Each is kept once, and of very many the
 * first.
 */
public final class SweepRemarks {
  /** One for each point would be no remark any more. */
  static final int MOST = 20;

  private final Map<String, Integer> points = new LinkedHashMap<>();
  private int all;
  private long others;

  SweepRemarks() {}

  /** What is said at one more point. */
  void add(List<String> remarks) {
    all++;
    for (var remark : remarks) {
      if (points.size() < MOST || points.containsKey(remark)) {
        points.merge(remark, 1, Integer::sum);
      } else {
        others++;
      }
    }
  }

  /** In sentences, each with the number of points where it was said if that is not all. */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    points.forEach(
        (remark, times) ->
            lines.add(
                times == all ? remark : "%s (at %d of %d points)".formatted(remark, times, all)));
    if (others > 0) {
      lines.add(
          "%d more remarks of this kind; validate, with the settings of a point, says what counts there"
              .formatted(others));
    }
    return lines;
  }
}
