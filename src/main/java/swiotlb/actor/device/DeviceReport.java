package swiotlb.actor.device;

import java.math.BigInteger;
import java.util.Map;
import swiotlb.figures.Latencies;
import swiotlb.kernel.slot.FailureReason;

/**
 * What a device has done in a run.
 *
 * @param maps mappings that the device could use
 * @param directMaps those of them that needed no bounce buffer, coherent memory included
 * @param transientMaps those of them in a transient pool
 * @param failures by reason; reasons that did not occur are absent
 * @param evidence for each of those reasons that concerns slots the failure at the lowest use
 * @param requests completed
 * @param givenUp requests that failed after their last try, or when the device was gone or the run
 *     was stopped
 * @param bytes moved by completed requests
 * @param mapLatency of bounced mappings, from the request to the end of the copy into the buffer
 * @param time where the time of its mappings went
 * @param slots those that it held
 * @param mostInFlight requests at a time
 */
public record DeviceReport(
    String device,
    long maps,
    long unmaps,
    long directMaps,
    long transientMaps,
    Map<FailureReason, Long> failures,
    Map<FailureReason, Evidence> evidence,
    long requests,
    long givenUp,
    long bytes,
    Latencies mapLatency,
    TimeSpent time,
    SlotsHeld slots,
    int mostInFlight) {

  /**
   * The slots that a device held in a run.
   *
   * @param most at a time
   * @param slotNs slots times the time for which they were held; a {@code Long} where it fits, else
   *     a {@code BigInteger}
   * @param now still held
   * @param untilNs up to when this is known
   * @param leaked held for ever, since their unmap was forgotten, in this and earlier runs
   * @param leakedTransientPools transient pools among them
   * @param lifetime from being handed out to being given back
   */
  public record SlotsHeld(
      long most,
      Number slotNs,
      long now,
      long untilNs,
      long leaked,
      int leakedTransientPools,
      Latencies lifetime) {

    /**
     * Slots that were held on average over a run, if nothing changes any more until its end; 0 for
     * a run without duration.
     */
    public double average(long beganNs, long endedNs) {
      if (endedNs <= beganNs) {
        return 0;
      }
      var heldSince =
          BigInteger.valueOf(now).multiply(BigInteger.valueOf(Math.max(0, endedNs - untilNs)));
      return new BigInteger(slotNs.toString()).add(heldSince).doubleValue() / (endedNs - beganNs);
    }
  }

  /**
   * Where the time of mappings went, summed over all of them; {@link Long#MAX_VALUE} stands for
   * that much or more.
   *
   * @param cpuWaitNs waiting for a CPU that ran something else
   * @param lockWaitNs waiting for the locks of areas, to map and to unmap
   * @param searchNs searching areas and reserving slots
   * @param slotsWaitNs waiting until the allocator had grown, lent pages had come back, or the
   *     throttle let a request go on
   * @param transientNs setting up transient pools
   * @param copyInNs copying into bounce buffers
   * @param copyBackNs copying back out of them
   * @param lookUpNs looking for the pool of an address
   * @param releaseNs giving slots back
   */
  public record TimeSpent(
      long cpuWaitNs,
      long lockWaitNs,
      long searchNs,
      long slotsWaitNs,
      long transientNs,
      long copyInNs,
      long copyBackNs,
      long lookUpNs,
      long releaseNs) {
    /** None. */
    public static final TimeSpent NONE = new TimeSpent(0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * What the search met when a mapping failed.
   *
   * @param usedSlots in use in the whole allocator
   * @param totalSlots of its lasting pools
   * @param largestFreeRun longest free run within a slot set; -1: none was searched
   */
  public record Evidence(long usedSlots, long totalSlots, int largestFreeRun) {}
}
