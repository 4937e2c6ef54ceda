package swiotlb.time;

/** A timer of Akka's own went off. */
public record TimerFired(String key) {}
