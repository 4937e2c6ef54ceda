package swiotlb.trace.life;

import java.util.LinkedHashMap;
import java.util.Map;

/** Maps that forget what was put in first, so that memory does not grow with the trace. */
final class Latest {
  private Latest() {}

  static <V> Map<Long, V> of(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
        return size() > most;
      }
    };
  }
}
