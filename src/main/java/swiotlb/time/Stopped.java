package swiotlb.time;

/** A watched actor has stopped; Akka's own text would name a random number. */
record Stopped(String actor) {}
