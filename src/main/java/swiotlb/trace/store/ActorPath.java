package swiotlb.trace.store;

import org.jspecify.annotations.Nullable;

/** What can be the path of an actor in a trace. */
public final class ActorPath {
  /** Far more than supervisors stand above each other, and few enough to go down one by one. */
  static final int MOST_LEVELS = 64;

  private ActorPath() {}

  /**
   * Why a text is no path, as the end of a sentence about the file that names it; null if it is
   * one.
   */
  public static @Nullable String flaw(String path) {
    var levels = path.chars().filter(c -> c == '/').count();
    return levels <= MOST_LEVELS
        ? null
        : "names an actor " + levels + " levels deep, where " + MOST_LEVELS + " are the most";
  }
}
