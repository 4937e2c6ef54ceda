package swiotlb.workload;

/** A buffer of a request. State of one source of requests or of one request, never sent. */
public final class Buffer {
  private long address;
  private long bytes;
  private Direction direction = Direction.TO_DEVICE;

  /** Physical address. */
  public long address() {
    return address;
  }

  /** Its size. */
  public long bytes() {
    return bytes;
  }

  /** Who writes it. */
  public Direction direction() {
    return direction;
  }

  /** Makes it another buffer. */
  public void set(long at, long sizeBytes, Direction way) {
    address = at;
    bytes = sizeBytes;
    direction = way;
  }
}
