package swiotlb.cli.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values over what goes on, such as time. Once there are too many moments every other one goes, so
 * that it spans all, with the newest, and does not grow. Not thread-safe.
 */
final class History {
  private static final int MOST = 600;

  private final List<String> names;
  private double @Nullable [] newest;
  private final List<double[]> moments = new ArrayList<>();
  private int every = 1;
  private int skipped;

  /**
   * Nothing yet.
   *
   * @param names of what it goes over, and of the values
   */
  History(String... names) {
    this.names = List.of(names);
  }

  /** How it is at a moment: what it goes over, and values, in the order of their names. */
  void add(double... moment) {
    newest = moment;
    if (++skipped < every) {
      return;
    }
    skipped = 0;
    moments.add(moment);
    if (moments.size() >= MOST) {
      for (var i = moments.size() - 2; i > 0; i -= 2) {
        moments.remove(i);
      }
      every *= 2;
    }
  }

  /** How it was until now, for any thread. */
  Picture seen() {
    var all = new ArrayList<>(moments);
    if (newest != null && (all.isEmpty() || all.get(all.size() - 1) != newest)) {
      all.add(newest);
    }
    return to -> describe(all, to);
  }

  private void describe(List<double[]> all, ObjectNode to) {
    for (var i = 0; i < names.size(); i++) {
      var values = to.putArray(names.get(i));
      for (var moment : all) {
        values.add(moment[i]);
      }
    }
  }
}
