package swiotlb.study.cluster;

/**
 * What a worker spent on a chunk.
 *
 * @param pieces that it did, from the first; the others go back
 * @param workedNs how long these took, together
 * @param waitedNs how long the worker had nothing to do before; 0 for its first chunk
 */
record Spent(int pieces, long workedNs, long waitedNs) {}
