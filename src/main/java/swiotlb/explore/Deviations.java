package swiotlb.explore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The choices of a run that were others than the first: what makes it differ from the run in which
 * everything goes in order.
 *
 * @param all by rising place
 */
public record Deviations(List<Deviation> all) {
  /** None: everything in order. */
  public static final Deviations NONE = new Deviations(List.of());

  /**
   * One choice.
   *
   * @param place among all choices of the run, from 0
   * @param value as its kind has it, at least 1
   */
  public record Deviation(int place, Kind kind, long value) {
    /** Checked. */
    public Deviation {
      if (place < 0 || value < 1) {
        throw new IllegalArgumentException(
            "choice %d of %d; places count from 0, and others than the first from 1"
                .formatted(value, place));
      }
    }

    private boolean mayBeBefore(Deviation next) {
      return place < next.place || (place == next.place && kind.holds() && next.kind.holds());
    }
  }

  /**
   * Checked, and immutable from the start.
   *
   * @throws IllegalArgumentException if places do not rise, but for several that are held back at
   *     one
   */
  public Deviations {
    all = List.copyOf(all);
    for (var i = 1; i < all.size(); i++) {
      if (!all.get(i - 1).mayBeBefore(all.get(i))) {
        throw new IllegalArgumentException(
            "choice " + all.get(i).place + " comes twice, or after a later one");
      }
    }
  }

  /**
   * Those of a list in any order; of several for one place the last in the list, unless all of them
   * hold something back.
   */
  static Deviations inOrder(List<Deviation> any) {
    var sorted = new ArrayList<>(any);
    sorted.sort(Comparator.comparingInt(Deviation::place));
    for (var i = sorted.size() - 1; i > 0; i--) {
      if (!sorted.get(i - 1).mayBeBefore(sorted.get(i))) {
        sorted.remove(i - 1);
      }
    }
    return new Deviations(sorted);
  }

  /** These, and one more at the end. */
  Deviations and(Deviation last) {
    var more = new ArrayList<>(all);
    more.add(last);
    return new Deviations(more);
  }

  /** How many there are. */
  public int size() {
    return all.size();
  }
}
