package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import swiotlb.kernel.slot.Demand;

/**
 * A request for a bounce buffer, as it travels through the search.
 *
 * @param mapping by which the client knows it
 * @param cpu that runs the request
 * @param interrupt whether it was made in interrupt context, where nothing may wait
 * @param reach the highest address that the device reaches
 * @param decrypted whether the device cannot read what is not shared with the hypervisor
 * @param client gets the answer
 */
public record Request(
    long mapping,
    int cpu,
    boolean interrupt,
    Demand demand,
    long reach,
    boolean decrypted,
    ActorRef<MapClient.Reply> client) {}
