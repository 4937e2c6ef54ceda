package swiotlb.workload.block;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import swiotlb.input.InputException;

/**
 * What is in a file of block I/Os, found by reading it once.
 *
 * @param devices what each is asked to do, by its name
 * @param remarks what was passed over or taken differently than it stands there
 */
public record BlockProfile(SortedMap<String, OfDevice> devices, List<String> remarks) {

  private static final int MOST_DEVICES = 1 << 18;

  /** Immutable from the start. */
  public BlockProfile {
    remarks = List.copyOf(remarks);
  }

  /**
   * What a device is asked to do.
   *
   * @param requests that move data
   * @param flushes that move none
   * @param discards that move none
   * @param empty reads and writes of no bytes
   * @param bytes of all requests
   * @param largestBytes of one
   * @param firstNs time of the first request
   * @param lastNs time of the last request
   * @param pauseNs longest time between two of them
   * @param cpus one more than the highest number of a CPU; 0 if none is told
   */
  public record OfDevice(
      long requests,
      long flushes,
      long discards,
      long empty,
      long bytes,
      long largestBytes,
      long firstNs,
      long lastNs,
      long pauseNs,
      int cpus) {

    private static final OfDevice NOTHING = new OfDevice(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** How long neither of them has a request, where one begins behind the end of the other. */
    private long between(OfDevice other) {
      return requests == 0 || other.requests == 0
          ? 0
          : Math.max(other.firstNs - lastNs, firstNs - other.lastNs);
    }

    /** Both together, one of them possibly of nothing. */
    private OfDevice and(OfDevice other) {
      return new OfDevice(
          requests + other.requests,
          flushes + other.flushes,
          discards + other.discards,
          empty + other.empty,
          bytes + other.bytes,
          Math.max(largestBytes, other.largestBytes),
          requests == 0
              ? other.firstNs
              : other.requests == 0 ? firstNs : Math.min(firstNs, other.firstNs),
          requests == 0 ? other.lastNs : Math.max(lastNs, other.lastNs),
          Math.max(between(other), Math.max(pauseNs, other.pauseNs)),
          Math.max(cpus, other.cpus));
    }
  }

  /**
   * Reads a file to its end.
   *
   * @throws swiotlb.input.InputException if it is cut off, or holds what cannot be read
   */
  public static BlockProfile of(BlockFile file) {
    try (var stream = file.open()) {
      var counts = new DeviceCounts();
      for (var io = stream.next(); io != null; io = stream.next()) {
        counts.add(io);
        if (counts.size() > MOST_DEVICES) {
          throw new InputException(
              file.path().toString(),
              "tells of more than %d devices or files; take a part of it".formatted(MOST_DEVICES));
        }
      }
      return new BlockProfile(counts.devices(), stream.remarks());
    }
  }

  /** What a device is asked to do, or all of them together where none is named. */
  public OfDevice of(Optional<String> device) {
    return device
        .map(name -> devices.getOrDefault(name, OfDevice.NOTHING))
        .orElseGet(() -> devices.values().stream().reduce(OfDevice.NOTHING, OfDevice::and));
  }

  /** Devices that have requests, in the order of their names. */
  public List<String> withRequests() {
    return devices.entrySet().stream()
        .filter(entry -> entry.getValue().requests() > 0)
        .map(Map.Entry::getKey)
        .toList();
  }
}
