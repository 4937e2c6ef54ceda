package swiotlb.actor.device;

import java.util.List;
import java.util.Map;
import swiotlb.figures.Latencies;
import swiotlb.figures.TimeSpent;
import swiotlb.kernel.slot.FailureReason;

/**
 * What a device has done in a run.
 *
 * @param maps mappings that the device could use
 * @param directMaps those of them that needed no bounce buffer
 * @param transientMaps those of them in a transient pool
 * @param failures by reason; reasons that did not occur are absent
 * @param evidence for each of those reasons the failure at the lowest use
 * @param requests completed
 * @param givenUp requests that failed after their last try, or when the device was gone or the run
 *     was stopped
 * @param bytes moved by completed requests
 * @param mapLatency of bounced mappings, from the request to the end of the copy into the buffer
 * @param time where the time of its mappings went
 * @param slots those that it held
 * @param mostInFlight requests at a time
 * @param log what the kernel logs of the first failures; it limits how often it says the same
 * @param unloggedLines failures beyond those
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
    int mostInFlight,
    List<LogLine> log,
    long unloggedLines) {

  /**
   * The slots that a device held in a run.
   *
   * @param most at a time
   * @param slotNs slots times the time for which they were held: divided by the length of the run,
   *     how many were held on average
   * @param now still held
   * @param untilNs up to when this is known
   * @param leaked held for ever, since their unmap was forgotten, in this and earlier runs
   * @param leakedTransientPools transient pools among them
   * @param lifetime from being handed out to being given back
   */
  public record SlotsHeld(
      long most,
      long slotNs,
      long now,
      long untilNs,
      long leaked,
      int leakedTransientPools,
      Latencies lifetime) {

    /** Slots times time until a later moment, if nothing changes any more. */
    public long slotNsAt(long timeNs) {
      return slotNs + now * Math.max(0, timeNs - untilNs);
    }
  }

  /**
   * What the search met when a mapping failed.
   *
   * @param usedSlots in use in the whole allocator
   * @param totalSlots of its lasting pools
   * @param largestFreeRun longest free run within a slot set; -1: none was searched
   */
  public record Evidence(long usedSlots, long totalSlots, int largestFreeRun) {}

  /** A line of the kernel's log. */
  public record LogLine(long timeNs, String text) {}
}
