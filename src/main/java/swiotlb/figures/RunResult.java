package swiotlb.figures;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run of a scenario came to. Counters bear the kernel's names.
 *
 * @param ioTlbNslabs slots of all lasting pools
 * @param ioTlbUsed slots in use at the end
 * @param ioTlbUsedHiwater most slots in use so far, earlier runs included
 * @param ioTlbTransientNslabs slots of live transient pools at the end
 * @param maps mappings that devices could use
 * @param failures of mappings, by reason
 * @param evidence for each of those reasons the failure at the lowest use
 * @param transientMaps mappings served by a transient pool
 * @param directMaps mappings that needed no bounce buffer
 * @param dynamicPools pools added so far, earlier runs included
 * @param requests completed
 * @param givenUp requests that failed after their last try, or when the device was gone or the run
 *     was stopped
 * @param bytes moved by completed requests
 * @param mapLatency of bounced mappings, from the request to the end of the copy into the buffer
 * @param virtualNs how long the run took, in simulated time (in concurrent mode: real time)
 * @param deliveries messages handled by actors
 * @param longestMailbox most messages that waited for one actor at a time, earlier runs included
 * @param longestMailboxOf path of that actor
 * @param growth what happened to the growth of the default allocator in this run
 * @param restricted counters of restricted pools
 * @param devices each device's part, by name
 * @param areas of all pools, by pool and number
 * @param sharedMemory absent where memory is not encrypted
 * @param buddyinfo free blocks of the page allocator in the end, as {@code /proc/buddyinfo} shows
 *     them
 * @param log what the kernel logs of the first failures; it limits how often it says the same
 * @param unloggedLines failures beyond those
 */
public record RunResult(
    long ioTlbNslabs,
    long ioTlbUsed,
    long ioTlbUsedHiwater,
    long ioTlbTransientNslabs,
    long maps,
    long unmaps,
    Map<String, Long> failures,
    Map<String, Evidence> evidence,
    long transientMaps,
    long directMaps,
    int dynamicPools,
    long requests,
    long givenUp,
    long bytes,
    Latencies mapLatency,
    long virtualNs,
    long deliveries,
    int longestMailbox,
    String longestMailboxOf,
    List<GrowthEntry> growth,
    List<RestrictedCounters> restricted,
    List<DeviceFigures> devices,
    List<AreaFigures> areas,
    Optional<SharedMemoryFigures> sharedMemory,
    String buddyinfo,
    List<KernelLine> log,
    long unloggedLines) {

  /**
   * An entry of the time line of growth.
   *
   * @param event queued, started, published or failed
   * @param slots of the pool published, or the smallest wish that was refused
   */
  public record GrowthEntry(long timeNs, String event, int slots, int areas) {}

  /**
   * What the search met when a mapping failed.
   *
   * @param largestFreeRun longest free run within a slot set, in slots; -1: none was searched
   */
  public record Evidence(long usedSlots, long totalSlots, int largestFreeRun) {}

  /** Counters of a restricted pool. */
  public record RestrictedCounters(
      String device, long ioTlbNslabs, long ioTlbUsed, long ioTlbUsedHiwater) {}

  /** A line of the kernel's log. */
  public record KernelLine(long timeNs, String text) {}

  /** Mebibytes a second moved by completed requests; 0 for a run without duration. */
  public double bandwidthMibPerSecond() {
    return virtualNs == 0 ? 0 : bytes / 1048576.0 / (virtualNs / 1e9);
  }

  /** Where the time of all mappings went. */
  public TimeSpent time() {
    return devices.stream().map(DeviceFigures::time).reduce(TimeSpent.NONE, TimeSpent::plus);
  }

  /** Mappings that failed, for any reason. */
  public long failed() {
    return failures.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same result with what is known of messages once the run is over. */
  public RunResult withMessages(long handled, int longest, String longestOf) {
    return new RunResult(
        ioTlbNslabs,
        ioTlbUsed,
        ioTlbUsedHiwater,
        ioTlbTransientNslabs,
        maps,
        unmaps,
        failures,
        evidence,
        transientMaps,
        directMaps,
        dynamicPools,
        requests,
        givenUp,
        bytes,
        mapLatency,
        virtualNs,
        handled,
        longest,
        longestOf,
        growth,
        restricted,
        devices,
        areas,
        sharedMemory,
        buddyinfo,
        log,
        unloggedLines);
  }
}
