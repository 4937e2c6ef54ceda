package swiotlb.study.advise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import swiotlb.kernel.slot.Demand;
import swiotlb.scenario.Scenario;

/**
 * Whether what requests with times hold grows without end. Buffers that are mapped among others and
 * held to the end, many times longer than any that was given back, are a leak. Else the slots in
 * use in windows of equal length tell: a leak lifts the least that is in use, a queue that is not
 * served fast enough the most.
 */
public final class Growing {
  private static final int WINDOWS = 8;

  /**
   * Of a steady load least and most go up and down; of one that grows nearly every step goes up.
   */
  private static final int LEAST_RISES = WINDOWS - 2;

  /** What comes to it is so great a part of what all devices held in the beginning, at least. */
  private static final double LEAST_GROWTH = 0.5;

  private static final int LEAST_REQUESTS = 64;

  /** Buffers that are held for ever, and how many times longer than others. */
  private static final int LEAST_STUCK = 8;

  private static final long TIMES_LONGER = 10;

  private record Change(long atNs, long slots) {}

  /**
   * A buffer.
   *
   * @param endNs when it is given back
   */
  public record Held(long atNs, long endNs, long slots) {
    long ns() {
      return endNs - atNs;
    }
  }

  /**
   * What was found.
   *
   * @param isClear whether it is so much that no size is large enough; else it is to be told only
   */
  public record Found(Unbounded what, boolean isClear) {}

  private final long endNs;
  private final Map<String, List<Held>> byDevice = new TreeMap<>();

  private Growing(Map<String, List<Held>> byDevice) {
    byDevice.forEach(
        (device, held) ->
            this.byDevice.put(
                device, held.stream().sorted(Comparator.comparingLong(Held::atNs)).toList()));
    endNs = byDevice.values().stream().flatMap(List::stream).mapToLong(Held::endNs).max().orElse(0);
  }

  private static Map<String, List<Held>> byDevice(Scenario scenario) {
    var byDevice = new TreeMap<String, List<Held>>();
    for (var device : scenario.devices()) {
      var held = byDevice.computeIfAbsent(device.name(), d -> new ArrayList<>());
      for (var job : device.jobs()) {
        for (var request : job.timed()) {
          var demand =
              Demand.ofBuffer(
                  device.limits(), request.address(), request.bytes(), device.allocAlignMask());
          held.add(new Held(request.atNs(), request.atNs() + request.heldNs(), demand.slots()));
        }
      }
    }
    return byDevice;
  }

  /** What grows, of the first device of which it is clear; absent if nothing does. */
  static Optional<Found> of(Scenario scenario) {
    return of(byDevice(scenario));
  }

  /** The same of buffers by device, in whatever order; the first of all comes at 0. */
  public static Optional<Found> of(Map<String, List<Held>> byDevice) {
    var growing = new Growing(byDevice);
    return growing.byDevice.entrySet().stream()
        .flatMap(device -> growing.of(device.getKey(), device.getValue()).stream())
        .min(Comparator.comparing(found -> found.isClear ? 0 : 1));
  }

  private Optional<Found> of(String device, List<Held> held) {
    if (held.size() < LEAST_REQUESTS) {
      return Optional.empty();
    }
    var beginNs = held.get(0).atNs;
    var lengthNs = held.get(held.size() - 1).atNs - beginNs;
    return lengthNs <= 0
        ? Optional.empty()
        : stuck(device, held, lengthNs).or(() -> rising(device, held, beginNs, lengthNs));
  }

  /** What was held when the first request came is not among them: it may have been there before. */
  private Optional<Found> stuck(String device, List<Held> held, long lengthNs) {
    var longest =
        held.stream().filter(one -> one.endNs < endNs).mapToLong(Held::ns).max().orElse(endNs);
    var stuck =
        held.stream()
            .filter(one -> one.endNs == endNs && one.atNs > 0)
            .filter(one -> one.ns() / TIMES_LONGER > longest)
            .toList();
    if (stuck.size() < LEAST_STUCK) {
      return Optional.empty();
    }
    var fromNs = stuck.get(0).atNs;
    var toNs = stuck.get(stuck.size() - 1).atNs;
    var among =
        held.stream()
            .filter(one -> one.endNs < endNs && one.atNs >= fromNs && one.atNs <= toNs)
            .count();
    var slots = stuck.stream().mapToLong(Held::slots).sum();
    return among < stuck.size()
        ? Optional.empty()
        : Optional.of(
            new Found(
                new Unbounded(Unbounded.Why.LEAK, device, slots / (lengthNs / 1e9), slots), true));
  }

  private Optional<Found> rising(String device, List<Held> held, long beginNs, long lengthNs) {
    var least = new long[WINDOWS];
    var most = new long[WINDOWS];
    fill(changes(held), beginNs, lengthNs, least, most);
    var isLeak = rises(least);
    if (!isLeak && !rises(most)) {
      return Optional.empty();
    }
    var values = isLeak ? least : most;
    var more = values[WINDOWS - 1] - values[0];
    var before = heldAt(beginNs + lengthNs / WINDOWS);
    return Optional.of(
        new Found(
            new Unbounded(
                isLeak ? Unbounded.Why.LEAK : Unbounded.Why.QUEUE,
                device,
                more / (lengthNs / 1e9),
                values[WINDOWS - 1]),
            more >= LEAST_GROWTH * Math.max(1, before)));
  }

  /** Of all devices. */
  private long heldAt(long ns) {
    return byDevice.values().stream()
        .flatMap(List::stream)
        .filter(one -> one.atNs <= ns && one.endNs > ns)
        .mapToLong(Held::slots)
        .sum();
  }

  private static List<Change> changes(List<Held> held) {
    var changes = new ArrayList<Change>();
    for (var one : held) {
      changes.add(new Change(one.atNs, one.slots));
      changes.add(new Change(one.endNs, -one.slots));
    }
    changes.sort(Comparator.comparingLong(Change::atNs));
    return changes;
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
    return rises >= LEAST_RISES;
  }
}
