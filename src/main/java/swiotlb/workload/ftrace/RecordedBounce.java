package swiotlb.workload.ftrace;

/**
 * A buffer that a kernel was about to bounce, whether or not the recording shows where to.
 *
 * @param originalAddress of the caller's buffer
 * @param interrupt whether it was requested in interrupt context
 * @param forced as the event says: whether bouncing is forced, or the buffer out of reach
 */
public record RecordedBounce(
    int cpu,
    String device,
    long originalAddress,
    long bytes,
    boolean interrupt,
    boolean forced,
    long timeNs) {}
