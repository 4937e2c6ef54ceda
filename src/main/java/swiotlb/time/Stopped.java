package swiotlb.time;

import akka.actor.typed.ActorRef;

/**
 * A watched actor has stopped; Akka's own text would name a random number. It is told by that
 * actor, and caused by what it handled last.
 */
public record Stopped(ActorRef<?> actor) {
  /** Path of the actor, as traces have it. */
  public String path() {
    return ActorPaths.of(actor);
  }
}
