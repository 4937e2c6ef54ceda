package swiotlb.figures;

/**
 * What became of memory that is shared with the hypervisor, since boot.
 *
 * @param sharedBytes now
 * @param calls requests to change the state of pages
 * @param refusals of such requests
 * @param spentNs time that they took
 * @param leakedPages lost, since they could not be made private again
 * @param coherentBytes of all coherent pools now
 * @param coherentHiwaterBytes most in use
 * @param coherentRefused transient pools for which there was too little
 * @param coherentExpansions chunks added since boot
 */
public record SharedMemoryFigures(
    long sharedBytes,
    long calls,
    long refusals,
    long spentNs,
    long leakedPages,
    long coherentBytes,
    long coherentHiwaterBytes,
    long coherentRefused,
    long coherentExpansions) {}
