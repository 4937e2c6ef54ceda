package swiotlb.time;

import akka.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Actors that messages hold, for those who write messages down and know no actors. */
public final class ActorPaths {
  private ActorPaths() {}

  /** The path of an actor, without the address of its system; null if a value is no actor. */
  public static @Nullable String pathOf(Object value) {
    return value instanceof ActorRef<?> actor ? actor.path().toStringWithoutAddress() : null;
  }
}
