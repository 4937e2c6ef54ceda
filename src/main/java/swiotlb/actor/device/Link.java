package swiotlb.actor.device;

/**
 * The link between a device and memory, over which one transfer goes after the other, and the time
 * that the device itself takes then. State of one device.
 */
final class Link {
  private final DeviceCosts costs;
  private long freeNs;

  Link(DeviceCosts costs) {
    this.costs = costs;
  }

  /**
   * Takes the link for a transfer as soon as both are ready.
   *
   * @return until when it is taken
   */
  long take(long readyNs, long bytes) {
    freeNs = Math.max(readyNs, freeNs) + costs.transferNs(bytes);
    return freeNs;
  }

  /** When a device is done with what came over the link by a time. */
  long servedNs(long takenUntilNs) {
    return takenUntilNs + costs.serviceNs();
  }

  /** After a reset: taken until then, or until now. */
  void takenUntil(long timeNs) {
    freeNs = timeNs;
  }
}
