package swiotlb.time;

import org.jspecify.annotations.Nullable;

/**
 * What an actor is at while it sends: the cause of its messages.
 *
 * @param path of the actor, without the address of the system
 * @param id of the message that it handles; 0 if none, or if messages are not numbered
 * @param correlation what that message is about
 */
public record Handling(String path, long id, long correlation) {
  private static final String SIMULATION = "/user";

  /** Whether an actor is one of the simulation's own. */
  public static boolean isOfTheSimulation(String path) {
    return path.startsWith(SIMULATION);
  }

  /** That it handles a message. */
  public static Handling of(Sent sent) {
    return new Handling(sent.to(), sent.id(), sent.correlation());
  }

  /**
   * What an actor is at while it handles no message but a signal, its own start among them: caused
   * by who spawned it.
   *
   * @param spawnedBy what its parent was at, or null
   */
  public static Handling start(String path, @Nullable Handling spawnedBy) {
    return spawnedBy == null
        ? new Handling(path, 0, MessageSink.UNCORRELATED)
        : new Handling(path, spawnedBy.id, spawnedBy.correlation);
  }
}
