package swiotlb.actor.device;

import java.util.Arrays;

/**
 * The link between a device and memory, over which one transfer goes after the other, and the time
 * that the device itself takes then, for as many requests at a time as it can. State of one device.
 */
final class Link {
  private final DeviceCosts costs;
  private final ServiceTimes.Draws draws;
  private final long[] unitFreeNs;
  private long freeNs;

  Link(DeviceCosts costs, ServiceTimes.Draws draws) {
    this.costs = costs;
    this.draws = draws;
    this.unitFreeNs = new long[costs.service().parallelism()];
  }

  /** A run begins. */
  void beginRun(int run) {
    draws.beginRun(run);
  }

  /**
   * Takes the link for a transfer as soon as both are ready.
   *
   * @return until when it is taken
   */
  long take(long readyNs, long bytes) {
    freeNs = Math.max(readyNs, freeNs) + draws.inRun(costs.transferNs(bytes));
    return freeNs;
  }

  /** When a device is done with what came over the link by a time. */
  long servedNs(long takenUntilNs) {
    var serviceNs = draws.serviceNs(costs.serviceNs());
    if (unitFreeNs.length == 0) {
      return takenUntilNs + serviceNs;
    }
    var unit = firstFree();
    unitFreeNs[unit] = Math.max(unitFreeNs[unit], takenUntilNs) + serviceNs;
    return unitFreeNs[unit];
  }

  private int firstFree() {
    var first = 0;
    for (var unit = 1; unit < unitFreeNs.length; unit++) {
      if (unitFreeNs[unit] < unitFreeNs[first]) {
        first = unit;
      }
    }
    return first;
  }

  /** After a reset: taken until then, or until now; the device itself works on nothing. */
  void takenUntil(long timeNs) {
    freeNs = timeNs;
    Arrays.fill(unitFreeNs, timeNs);
  }
}
