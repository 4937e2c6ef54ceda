package swiotlb.trace.store.duckdb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers for names, from 0. It forgets names that have not been seen for long, so that a run with
 * a new actor for each request needs bounded memory; such a name gets another number if it comes
 * back. Not thread-safe.
 */
final class Names {
  private final int most;
  private final Map<String, Integer> numbers =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > most;
        }
      };
  private int next;

  /** Remembers so many names at most. */
  Names(int most) {
    this.most = most;
  }

  /** The number of a name; a new one is added to a list. */
  int number(String name, List<Batch.Name> added) {
    var known = numbers.get(name);
    if (known != null) {
      return known;
    }
    var number = next++;
    numbers.put(name, number);
    added.add(new Batch.Name(number, name));
    return number;
  }
}
