package swiotlb.trace.life;

import java.util.LinkedHashMap;
import java.util.Map;

/** Maps that forget what was put in first, so that memory does not grow with the trace. */
public final class Latest {
  private Latest() {}

  /**
   * An empty one.
   *
   * @param most entries that it holds
   */
  public static <V> Map<Long, V> of(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
        return size() > most;
      }
    };
  }
}
