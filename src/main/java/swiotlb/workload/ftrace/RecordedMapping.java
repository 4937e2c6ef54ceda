package swiotlb.workload.ftrace;

/**
 * A mapping of a recording. Positions number the lines that count.
 *
 * @param index among all mappings, from 0, in the order of their requests
 * @param interrupt whether it was requested in interrupt context
 * @param start position of its request; its slots were taken there or later
 * @param end position by which its slots had been taken
 * @param release position at which its slots were given back; {@link #NEVER} if they were not
 * @param address that the device was given; {@link #UNKNOWN} or {@link #FAILED}
 * @param releaseNs time of the release, or {@link #NEVER}
 */
public record RecordedMapping(
    int index,
    int cpu,
    String device,
    long originalAddress,
    long sizeBytes,
    boolean interrupt,
    long start,
    long end,
    long release,
    long address,
    long requestNs,
    long releaseNs) {
  /** No release was recorded. */
  public static final long NEVER = -1;

  /** The address was cut off in the recording. */
  public static final long UNKNOWN = -2;

  /** The mapping failed. */
  public static final long FAILED = -1;

  /** Requested before the recording begins. */
  public static final long BEFORE = -2;

  /** Whether the recording tells where the buffer was. */
  public boolean hasAddress() {
    return address != UNKNOWN && address != FAILED;
  }

  /** Whether it failed. */
  public boolean hasFailed() {
    return address == FAILED;
  }

  /** Whether no release of it was recorded, although it had been mapped. */
  public boolean isOpen() {
    return !hasFailed() && release == NEVER;
  }

  /**
   * How long its slots are held, as a workload. One that was never given back in the recording is
   * given back at its end; of one that failed there nobody knows for how long it would have been
   * held, so it is given back at once.
   *
   * @param endNs the end of the recording
   */
  public long heldNs(long endNs) {
    var untilNs = hasFailed() ? requestNs : isOpen() ? endNs : releaseNs;
    return Math.max(0, untilNs - requestNs);
  }
}
