package swiotlb.time;

import akka.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Paths of actors as traces have them: without the address of their system, and with the simulation
 * as {@code /user} also where it is the child of an engine's own guardian.
 */
public final class ActorPaths {
  /** The name of a simulation below an engine's guardian. */
  static final String SIMULATION = "simulation";

  private static final String USER = "/user";
  private static final String ROOT = USER + "/" + SIMULATION;

  private ActorPaths() {}

  /** The path of an actor. */
  public static String of(ActorRef<?> actor) {
    return of(actor.path().toStringWithoutAddress());
  }

  /** The path of an actor whose path without address this is. */
  public static String of(String path) {
    if (path.startsWith(ROOT)
        && (path.length() == ROOT.length() || path.charAt(ROOT.length()) == '/')) {
      return USER + path.substring(ROOT.length());
    }
    return path;
  }

  /** The path of an actor that a message holds; null if the value is no actor. */
  public static @Nullable String pathOf(Object value) {
    return value instanceof ActorRef<?> actor ? of(actor) : null;
  }
}
