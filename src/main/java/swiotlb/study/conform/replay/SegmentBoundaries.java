package swiotlb.study.conform.replay;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import swiotlb.kernel.slot.Slots;
import swiotlb.workload.ftrace.RecordedMapping;

/**
 * Which devices' buffers may not cross 64 KiB, as those of old IDE controllers may not: the kernel
 * passes slots over that would. No event tells it, and a pool whose pages lie on no such boundary
 * shows it soon. Other boundaries below 4 GiB are rare, and none is looked for.
 */
final class SegmentBoundaries {
  private static final long MASK = 64 * 1024L - 1;

  private SegmentBoundaries() {}

  /**
   * The boundary masks by device that explain at least half of what is not explained without.
   *
   * @param facts without boundaries
   * @param score how many mappings lie where they were recorded under given facts
   */
  static Map<String, Long> chosen(
      Collection<RecordedMapping> mappings, ReplayFacts facts, ToLongFunction<ReplayFacts> score) {
    var chosen = new HashMap<String, Long>();
    var possible = possible(mappings, facts);
    if (possible.isEmpty()) {
      return chosen;
    }
    var best = score.applyAsLong(facts);
    for (var device : possible) {
      var tried = new TreeMap<>(chosen);
      tried.put(device, MASK);
      var reached = score.applyAsLong(facts.within(tried));
      if (reached > best && 2 * (reached - best) >= mappings.size() - best) {
        best = reached;
        chosen.put(device, MASK);
      }
    }
    return chosen;
  }

  /** Devices with buffers of several slots, none of which crosses a boundary. */
  private static Set<String> possible(Collection<RecordedMapping> mappings, ReplayFacts facts) {
    var possible = new TreeSet<String>();
    var impossible = new TreeSet<String>();
    for (var m : mappings) {
      if (!m.hasAddress()) {
        continue;
      }
      var demand = facts.demandOf(m);
      var first = facts.firstSlotAddress(m);
      var last = first + Slots.toBytes(demand.slots()) - 1;
      if ((first & ~MASK) != (last & ~MASK)) {
        impossible.add(m.device());
      } else if (demand.slots() > 1) {
        possible.add(m.device());
      }
    }
    possible.removeAll(impossible);
    return possible;
  }
}
