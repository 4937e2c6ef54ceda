package swiotlb.workload.block;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What devices are asked to do, counted as it comes. Not thread-safe. */
final class DeviceCounts {
  private final SortedMap<String, Count> counts = new TreeMap<>();
  private String last = "";
  private @Nullable Count ofLast;

  void add(BlockIo io) {
    var count = ofLast;
    if (count == null || !io.device().equals(last)) {
      count = counts.computeIfAbsent(io.device(), device -> new Count());
      last = io.device();
      ofLast = count;
    }
    count.add(io);
  }

  /** How many devices there are so far. */
  int size() {
    return counts.size();
  }

  SortedMap<String, BlockProfile.OfDevice> devices() {
    var devices = new TreeMap<String, BlockProfile.OfDevice>();
    counts.forEach((device, count) -> devices.put(device, count.soFar()));
    return devices;
  }

  /** Of one device. */
  private static final class Count {
    private long requests;
    private long flushes;
    private long discards;
    private long empty;
    private long bytes;
    private long largestBytes;
    private long firstNs;
    private long lastNs;
    private long pauseNs;
    private int cpus;

    void add(BlockIo io) {
      if (io.movesData()) {
        if (requests == 0) {
          firstNs = io.timeNs();
          lastNs = firstNs;
        }
        requests++;
        bytes += io.bytes();
        largestBytes = Math.max(largestBytes, io.bytes());
        pauseNs = Math.max(pauseNs, io.timeNs() - lastNs);
        lastNs = io.timeNs();
        cpus = Math.max(cpus, io.cpu() + 1);
      } else if (io.kind() == BlockIo.Kind.DISCARD) {
        discards++;
      } else if (io.kind() == BlockIo.Kind.FLUSH) {
        flushes++;
      } else {
        empty++;
      }
    }

    BlockProfile.OfDevice soFar() {
      return new BlockProfile.OfDevice(
          requests, flushes, discards, empty, bytes, largestBytes, firstNs, lastNs, pauseNs, cpus);
    }
  }
}
