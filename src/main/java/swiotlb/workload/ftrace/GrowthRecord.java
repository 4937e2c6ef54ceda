package swiotlb.workload.ftrace;

import swiotlb.kernel.slot.PoolGeometry;

/**
 * A growth of the recorded allocator.
 *
 * @param workerStart position at which the worker began; {@link RecordedMapping#NEVER} if unknown
 * @param published position just after which the pool was searched
 * @param delayNs from queueing the work to the pool's memory; {@link RecordedMapping#NEVER} if
 *     unknown
 */
public record GrowthRecord(double workerStart, double published, PoolGeometry pool, long delayNs) {}
