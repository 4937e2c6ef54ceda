package swiotlb.figures;

import java.util.List;

/** Where the time of mappings went, summed over all of them. */
public final class MapTime {
  /** All parts of it. */
  public static final Catalogue ALL = new Catalogue("time of mappings");

  /** Waiting for a CPU that ran something else. */
  public static final Figure<Long> CPU_WAIT = part("cpu_wait", "waiting for a CPU");

  /** Waiting for the locks of areas, to map and to unmap. */
  public static final Figure<Long> LOCK_WAIT = part("lock_wait", "waiting for locks of areas");

  /** Searching areas and reserving slots. */
  public static final Figure<Long> SEARCH = part("search", "searching and reserving");

  /**
   * Waiting: until the allocator had grown, lent pages had come back, or the throttle let a request
   * go on.
   */
  public static final Figure<Long> GROWTH_WAIT =
      part("growth_wait", "waiting until slots could be had");

  /** Setting up transient pools. */
  public static final Figure<Long> TRANSIENT = part("transient", "making transient pools");

  /** Copying into bounce buffers. */
  public static final Figure<Long> COPY_IN = part("copy_in", "copying in");

  /** Copying back out of them. */
  public static final Figure<Long> COPY_BACK = part("copy_back", "copying back");

  /** Looking for the pool of an address. */
  public static final Figure<Long> LOOK_UP = part("look_up", "looking for an address's pool");

  /** Giving slots back. */
  public static final Figure<Long> RELEASE = part("release", "giving back");

  private MapTime() {}

  private static Figure<Long> part(String key, String label) {
    return ALL.declare(key, Unit.NANOSECONDS, label);
  }

  /** All of it. */
  public static double totalNs(Measured time) {
    return parts().stream().mapToDouble(time::get).sum();
  }

  /** Several of them together. */
  public static Measured sum(List<Measured> times) {
    var sum = ALL.measure();
    for (var part : parts()) {
      sum.put(part, times.stream().map(time -> time.get(part)).reduce(0L, Sums::plus));
    }
    return sum.build();
  }

  /** All of them; each is a number. */
  @SuppressWarnings("unchecked")
  public static List<Figure<Long>> parts() {
    return ALL.figures().stream().map(figure -> (Figure<Long>) figure).toList();
  }
}
