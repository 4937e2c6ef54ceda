package swiotlb.pool;

import akka.actor.typed.ActorRef;
import swiotlb.slot.Demand;

/**
 * A request for a bounce buffer, as it travels through the search.
 *
 * @param mapping by which the client knows it
 * @param cpu that runs the request
 * @param interrupt whether it was made in interrupt context, where nothing may wait
 * @param reach the highest address that the device reaches
 * @param client gets the answer
 */
public record Request(
    long mapping,
    int cpu,
    boolean interrupt,
    Demand demand,
    long reach,
    ActorRef<MapClient.Reply> client) {}
