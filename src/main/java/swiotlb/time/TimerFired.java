package swiotlb.time;

/** A timer of Akka's own went off. */
record TimerFired(String key) {}
