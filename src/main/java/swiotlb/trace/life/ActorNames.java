package swiotlb.trace.life;

import java.util.regex.Pattern;

/** Actors as people call them. */
final class ActorNames {
  private static final Pattern POOL = Pattern.compile("/([^/]+)/pool-(\\d+)(?:/.*)?");
  private static final Pattern TRANSIENT = Pattern.compile(".*/transient-(\\d+)");
  private static final String DEVICE = "/device-";
  private static final String RESTRICTED = "restricted-";

  private ActorNames() {}

  /** The pool of an area, such as {@code pool 1} or {@code transient pool 7}. */
  static String pool(String area) {
    var transientPool = TRANSIENT.matcher(area);
    if (transientPool.matches()) {
      return "transient pool " + transientPool.group(1);
    }
    var pool = POOL.matcher(area);
    if (!pool.matches()) {
      return area;
    }
    var allocator = pool.group(1);
    return allocator.startsWith(RESTRICTED)
        ? "restricted pool " + pool.group(2) + " of " + allocator.substring(RESTRICTED.length())
        : "pool " + pool.group(2);
  }

  static boolean isTransient(String area) {
    return TRANSIENT.matcher(area).matches();
  }

  static String device(String path) {
    return path.startsWith(DEVICE) ? path.substring(DEVICE.length()) : path;
  }
}
