package swiotlb.study.size;

/**
 * What a kernel with dynamic pools adds where its pools are full.
 *
 * @param slots of the pool that it wants each time
 * @param areas of that pool
 * @param bytes of that pool
 * @param leastBytes to which it halves its wish where memory is fragmented
 * @param limit the highest address that it may have
 */
public record Growth(int slots, int areas, long bytes, long leastBytes, long limit) {}
