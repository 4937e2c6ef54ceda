package swiotlb.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes a list as short as it can be while something still holds of it, by leaving out ever smaller
 * parts (Zeller and Hildebrandt, Simplifying and isolating failure-inducing input, IEEE TSE 2002).
 * What is left needs each of its elements; that there is no shorter list of others is not said.
 */
public final class Fewest {
  private Fewest() {}

  /**
   * What is left of a list.
   *
   * @param holds holds of the whole list; asked of parts of it, each in the order of the list
   */
  public static <T> List<T> of(List<T> whole, Predicate<List<T>> holds) {
    if (!whole.isEmpty() && holds.test(List.of())) {
      return List.of();
    }
    var left = List.copyOf(whole);
    for (var parts = 2; left.size() > 1; ) {
      var shorter = withoutAPart(left, Math.min(parts, left.size()), holds);
      if (shorter != null) {
        left = shorter;
        parts = Math.max(2, parts - 1);
      } else if (parts >= left.size()) {
        return left;
      } else {
        parts *= 2;
      }
    }
    return left;
  }

  private static <T> @Nullable List<T> withoutAPart(
      List<T> list, int parts, Predicate<List<T>> holds) {
    for (var part = 0; part < parts; part++) {
      var from = (int) ((long) list.size() * part / parts);
      var to = (int) ((long) list.size() * (part + 1) / parts);
      var rest = new ArrayList<>(list.subList(0, from));
      rest.addAll(list.subList(to, list.size()));
      if (holds.test(rest)) {
        return List.copyOf(rest);
      }
    }
    return null;
  }
}
