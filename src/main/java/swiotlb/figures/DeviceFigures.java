package swiotlb.figures;

/**
 * What one device did in a run.
 *
 * @param device its name
 * @param failedMaps mappings that could not be had, tries of one request counted each
 * @param requests completed
 * @param givenUp requests that failed after their last try, or when the device was gone or the run
 *     was stopped
 * @param mostInFlight requests at a time
 * @param mostSlots held at a time
 * @param slotNs slots times the time for which they were held
 * @param leakedSlots held for ever, since their unmap was forgotten, in this and earlier runs
 * @param lifetime of a bounce buffer, from being handed out to being given back
 * @param mapLatency of bounced mappings, from the request to the end of the copy into the buffer
 * @param time where the time of its mappings went
 */
public record DeviceFigures(
    String device,
    long maps,
    long directMaps,
    long transientMaps,
    long failedMaps,
    long requests,
    long givenUp,
    long bytes,
    int mostInFlight,
    long mostSlots,
    long slotNs,
    long leakedSlots,
    Latencies lifetime,
    Latencies mapLatency,
    TimeSpent time) {

  /** Slots that it held on average over a run of this length; 0 for a run without duration. */
  public double averageSlots(long runNs) {
    return runNs == 0 ? 0 : (double) slotNs / runNs;
  }
}
