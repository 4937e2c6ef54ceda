package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ChildFailed;
import swiotlb.time.ActorPaths;

/**
 * An actor below has failed, and with it everything above: a simulation never goes on with a part
 * of its state lost. Carries the path of the actor that failed first, and its own exception as
 * cause.
 */
public final class ActorFailedException extends RuntimeException {
  private final String path;

  private ActorFailedException(String path, Throwable cause) {
    super(path + " failed: " + cause, cause);
    this.path = path;
  }

  /** The failure of a child, or of whoever failed first below it. */
  public static ActorFailedException of(ChildFailed signal) {
    if (signal.cause() instanceof ActorFailedException deeper) {
      return deeper;
    }
    ActorRef<?> child = signal.getRef();
    return new ActorFailedException(ActorPaths.of(child), signal.cause());
  }

  /** Path of the actor that failed first. */
  public String path() {
    return path;
  }
}
