package swiotlb.device;

import java.util.List;
import java.util.Map;
import swiotlb.metrics.Latencies;
import swiotlb.slot.FailureReason;

/**
 * What a device has done in a run.
 *
 * @param maps mappings that the device could use
 * @param directMaps those of them that needed no bounce buffer
 * @param transientMaps those of them in a transient pool
 * @param failures by reason; reasons that did not occur are absent
 * @param evidence for each of those reasons the failure at the lowest use
 * @param bytes moved by completed requests
 * @param mapLatency from the request to the end of the copy into the bounce buffer
 * @param log the first of the lines that the kernel would have logged
 * @param unloggedLines how many more there would have been
 */
public record DeviceReport(
    String device,
    long maps,
    long unmaps,
    long directMaps,
    long transientMaps,
    Map<FailureReason, Long> failures,
    Map<FailureReason, Evidence> evidence,
    long bytes,
    Latencies mapLatency,
    List<LogLine> log,
    long unloggedLines) {

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
