package swiotlb.figures;

/**
 * What the lock of one area saw since boot.
 *
 * @param pool number of its pool, 0 for the first of all
 * @param area number within the pool
 * @param acquisitions of the lock
 * @param contended those of them that had to wait
 * @param waitNs for how long, all together
 */
public record AreaFigures(int pool, int area, long acquisitions, long contended, long waitNs) {}
