package swiotlb.workload.ftrace;

/**
 * A buffer whose mapping is not in the recording, since it was made before it begins, or lost: it
 * shows only as it is given back. Whether it had bounced depends on where it lies.
 *
 * @param address that the device was given
 * @param since position by which it was there: {@link RecordedMapping#BEFORE}, or of a loss
 * @param release position at which it was given back
 */
public record EarlierBuffer(String device, long address, long bytes, long since, long release) {}
