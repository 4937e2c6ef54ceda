package swiotlb.time;

import akka.actor.typed.ActorRef;

/** A watched actor has stopped; Akka's own text would name a random number. */
record Stopped(ActorRef<?> actor) {}
