package swiotlb.trace.record;

/** Paths of actors as traces show them: below the guardian of the simulation, which is "/". */
public final class Paths {
  private static final String GUARDIAN = "/user";
  private static final String BELOW = GUARDIAN + "/";

  private Paths() {}

  /** A path as a trace shows it. */
  public static String shown(String path) {
    return path.equals(GUARDIAN) ? "/" : path.substring(hidden(path));
  }

  /** Writes a path as it is shown. */
  static void write(String path, JsonText text) {
    if (path.equals(GUARDIAN)) {
      text.quoted("/");
    } else {
      text.quoted(path, hidden(path));
    }
  }

  private static int hidden(String path) {
    return path.startsWith(BELOW) ? GUARDIAN.length() : 0;
  }
}
