package swiotlb.time;

import com.typesafe.config.Config;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds the clock and the message stamps of an actor system from within: the system makes its
 * scheduler, executors and mailboxes by class name and hands them nothing but its configuration.
 */
public final class Engines {
  /** The setting that numbers the engine of a system. */
  public static final String KEY = "swiotlb.engine";

  /** The name of an actor system, for threads and logs. */
  static final String NAME = "swiotlb";

  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final ConcurrentMap<Long, Object> ENGINES = new ConcurrentHashMap<>();

  private Engines() {}

  static long register(Object engine) {
    var number = NUMBERS.incrementAndGet();
    ENGINES.put(number, engine);
    return number;
  }

  static void remove(long number) {
    ENGINES.remove(number);
  }

  /**
   * The engine of an actor system.
   *
   * @param config of the system
   * @throws IllegalStateException if it was started by no engine, or by one of another type
   */
  public static <E> E of(Config config, Class<E> type) {
    var engine = ENGINES.get(config.getLong(KEY));
    if (!type.isInstance(engine)) {
      throw new IllegalStateException(
          "this actor system was configured for "
              + type.getSimpleName()
              + " but not started by it");
    }
    return type.cast(engine);
  }
}
