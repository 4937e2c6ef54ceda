package swiotlb.study.advise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import swiotlb.kernel.slot.Demand;
import swiotlb.scenario.Scenario;
import swiotlb.workload.TimedRequest;

/**
 * Whether what requests with times hold grows without end, by the slots in use in windows of equal
 * length: a leak lifts the least that is in use, a queue that is not served fast enough the most.
 */
final class Growing {
  private static final int WINDOWS = 8;

  /**
   * Of a steady load least and most go up and down; of one that grows nearly every step goes up.
   */
  private static final int LEAST_RISES = WINDOWS - 2;

  /** The last window holds at least so many times what the first quarter does. */
  private static final double LEAST_GROWTH = 1.5;

  private static final int LEAST_REQUESTS = 64;

  private record Change(long atNs, long slots) {}

  private Growing() {}

  /** What grows, of the first device that does; absent if nothing does. */
  static Optional<Unbounded> of(Scenario scenario) {
    var byDevice = new TreeMap<String, List<Change>>();
    for (var device : scenario.devices()) {
      for (var job : device.jobs()) {
        var changes = byDevice.computeIfAbsent(device.name(), d -> new ArrayList<>());
        job.timed().forEach(request -> add(device, request, changes));
      }
    }
    return byDevice.entrySet().stream()
        .flatMap(device -> of(device.getKey(), device.getValue()).stream())
        .findFirst();
  }

  private static void add(Scenario.Device device, TimedRequest request, List<Change> changes) {
    long slots =
        Demand.ofBuffer(
                device.limits(), request.address(), request.bytes(), device.allocAlignMask())
            .slots();
    changes.add(new Change(request.atNs(), slots));
    changes.add(new Change(request.atNs() + request.heldNs(), -slots));
  }

  private static Optional<Unbounded> of(String device, List<Change> changes) {
    if (changes.size() < 2 * LEAST_REQUESTS) {
      return Optional.empty();
    }
    changes.sort(Comparator.comparingLong(Change::atNs));
    var requests = changes.stream().filter(change -> change.slots > 0).toList();
    var beginNs = requests.get(0).atNs;
    var lengthNs = requests.get(requests.size() - 1).atNs - beginNs;
    if (lengthNs <= 0) {
      return Optional.empty();
    }
    var least = new long[WINDOWS];
    var most = new long[WINDOWS];
    fill(changes, beginNs, lengthNs, least, most);
    var perSecond = (least[WINDOWS - 1] - least[0]) / (lengthNs / 1e9);
    if (rises(least)) {
      return Optional.of(new Unbounded(Unbounded.Why.LEAK, device, perSecond, least[WINDOWS - 1]));
    }
    if (rises(most)) {
      return Optional.of(
          new Unbounded(
              Unbounded.Why.QUEUE,
              device,
              (most[WINDOWS - 1] - most[0]) / (lengthNs / 1e9),
              most[WINDOWS - 1]));
    }
    return Optional.empty();
  }

  private static void fill(
      List<Change> changes, long beginNs, long lengthNs, long[] least, long[] most) {
    var used = 0L;
    var window = 0;
    var isNew = true;
    for (var change : changes) {
      var at = (int) Math.min(WINDOWS, (change.atNs - beginNs) * WINDOWS / Math.max(1, lengthNs));
      while (window < at && window < WINDOWS) {
        if (isNew) {
          least[window] = used;
          most[window] = used;
        }
        window++;
        isNew = true;
      }
      if (window == WINDOWS) {
        return;
      }
      if (isNew) {
        least[window] = used;
        most[window] = used;
        isNew = false;
      }
      used += change.slots;
      least[window] = Math.min(least[window], used);
      most[window] = Math.max(most[window], used);
    }
  }

  private static boolean rises(long[] values) {
    var rises = 0;
    for (var i = 1; i < WINDOWS; i++) {
      if (values[i] < values[i - 1]) {
        return false;
      }
      rises += values[i] > values[i - 1] ? 1 : 0;
    }
    var before = Math.max(1, Math.max(values[0], values[1]));
    return rises >= LEAST_RISES && values[WINDOWS - 1] >= LEAST_GROWTH * before;
  }
}
