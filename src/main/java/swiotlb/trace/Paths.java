package swiotlb.trace;

/** Paths of actors as traces show them: below the guardian of the simulation, which is "/". */
public final class Paths {
  private static final String GUARDIAN = "/user";

  private Paths() {}

  /** A path as a trace shows it. */
  public static String shown(String path) {
    if (path.equals(GUARDIAN)) {
      return "/";
    }
    return path.startsWith(GUARDIAN + "/") ? path.substring(GUARDIAN.length()) : path;
  }
}
