package swiotlb.workload;

/**
 * A request that has a time and a life of its own, as a recording tells it.
 *
 * @param atNs from the start of the run to its request
 * @param heldNs from its request to the moment at which the device is done with it
 * @param address of the caller's buffer
 */
public record TimedRequest(long atNs, long heldNs, long address, long bytes, Direction direction) {}
