package swiotlb.workload.block;

/**
 * What a block device was asked to do.
 *
 * @param timeNs since a moment of the format's own; never before that of the one before it
 * @param device as the format names it
 * @param offsetBytes where on the device
 * @param bytes that are read, written or discarded; 0 of a flush
 * @param cpu that asked; {@link #NO_CPU} if the format does not tell
 * @param process that asked; empty if the format does not tell
 */
public record BlockIo(
    long timeNs, String device, Kind kind, long offsetBytes, long bytes, int cpu, String process) {

  /** The format does not tell. */
  public static final int NO_CPU = -1;

  /** No machine has a CPU with a number beyond this. */
  public static final int LAST_CPU = 65_535;

  /** What is done. */
  public enum Kind {
    /** The device writes memory. */
    READ,
    /** The device reads memory. */
    WRITE,
    /** What the device has in its cache is made to last; moves no data. */
    FLUSH,
    /** Blocks are given up; moves no data of theirs. */
    DISCARD
  }

  /** Whether a buffer is mapped for it. */
  public boolean movesData() {
    return bytes > 0 && (kind == Kind.READ || kind == Kind.WRITE);
  }
}
