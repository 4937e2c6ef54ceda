package swiotlb.study.work;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Those that were asked for last; others are forgotten, and made once more. Thread-safe. */
public final class LastOnes<K, V> {
  private static final int MOST = 64;

  private final Map<K, V> kept =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
          return size() > MOST;
        }
      };

  /** One that is kept, or is made now: by several at a time, if they ask for it at once. */
  public V get(K key, Function<K, V> maker) {
    synchronized (kept) {
      var known = kept.get(key);
      if (known != null) {
        return known;
      }
    }
    var made = maker.apply(key);
    synchronized (kept) {
      kept.put(key, made);
    }
    return made;
  }
}
