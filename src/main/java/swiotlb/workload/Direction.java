package swiotlb.workload;

/** Who writes a buffer while it is mapped. */
public enum Direction {
  /** The driver wrote it before; the device reads it. */
  TO_DEVICE,
  /** The device writes it. */
  FROM_DEVICE,
  /** The device reads it, then writes it. */
  BIDIRECTIONAL;

  /** Whether the device may read it. */
  public boolean isReadByDevice() {
    return this != FROM_DEVICE;
  }

  /** Whether the device may write it, so that an unmap copies back. */
  public boolean isWrittenByDevice() {
    return this != TO_DEVICE;
  }
}
