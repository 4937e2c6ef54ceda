package swiotlb.workload.ftrace;

/**
 * A buffer that a kernel was about to bounce, whether or not the recording shows where to.
 *
 * @param forced as the event says: whether bouncing is forced, or the buffer out of reach
 */
public record RecordedBounce(int cpu, String device, long bytes, boolean forced, long timeNs) {}
