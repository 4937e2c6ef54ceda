package swiotlb.study.conform.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.Slots;
import swiotlb.workload.ftrace.RecordedMapping;

/**
 * Where a default pool of a given size may lie, by the recorded addresses alone.
 *
 * <p>A pool begins on a page, and all its buffers lie in it: that leaves the pages below the lowest
 * address for as far as the pool is larger than what was used of it. Each CPU searches its own area
 * first, and no buffer crosses a slot set: a count over the addresses orders the places.
 */
final class PlaceCandidates {
  private static final int MOST_FOLLOWED = 48;
  private static final int MOST_WINDOWS = 6;
  private static final long FOUR_GIB = 1L << 32;
  private static final int LEAST_COUNTED = 100;
  private static final long MOST_COUNTS = 20_000_000;

  private final ReplayFacts facts;

  /** Those that have an address. */
  private final List<RecordedMapping> byAddress;

  private final @Nullable RecordedMapping first;

  /**
   * For a recording.
   *
   * @param facts whose place of the pool does not count
   */
  PlaceCandidates(ReplayFacts facts, List<RecordedMapping> mappings) {
    this.facts = facts;
    this.byAddress =
        mappings.stream()
            .filter(RecordedMapping::hasAddress)
            .sorted(Comparator.comparingLong(RecordedMapping::address))
            .toList();
    this.first =
        byAddress.stream().min(Comparator.comparingInt(RecordedMapping::index)).orElse(null);
  }

  private record Counted(long start, long score) {}

  /** Where it lies if the first recorded buffer is the first of its area, if it can lie there. */
  OptionalLong asAtBoot() {
    if (first == null) {
      return OptionalLong.empty();
    }
    var boot = facts.boot();
    var start =
        (facts.firstSlotAddress(first) & -Slots.SLOT_BYTES)
            - (first.cpu() & (boot.areas() - 1)) * Slots.toBytes(boot.slots() / boot.areas());
    return canBe(start, first.address()) ? OptionalLong.of(start) : OptionalLong.empty();
  }

  /** Stretches of addresses that one pool can hold: that about the first buffer, the fullest. */
  List<List<RecordedMapping>> windows() {
    var windows = new ArrayList<List<RecordedMapping>>();
    if (first == null) {
      return windows;
    }
    windows.add(List.copyOf(around(first)));
    var rest = new ArrayList<>(byAddress);
    for (var i = 0; i <= MOST_WINDOWS && !rest.isEmpty(); i++) {
      var window = List.copyOf(fullest(rest));
      if (!windows.contains(window)) {
        windows.add(window);
      }
      rest.removeAll(new HashSet<>(window));
    }
    return windows;
  }

  /** A pool that buffers below 4 GiB show lies below 4 GiB as a whole. */
  private boolean canBe(long start, long address) {
    var end = start + Slots.toBytes(facts.boot().slots());
    return start >= 0 && (end <= FOUR_GIB || address >= FOUR_GIB);
  }

  /** The mappings in the stretch of a pool's size that holds most of them. */
  private List<RecordedMapping> fullest(List<RecordedMapping> ordered) {
    var bytes = Slots.toBytes(facts.boot().slots());
    var bestFrom = 0;
    var bestTo = 0;
    var to = 0;
    for (var from = 0; from < ordered.size(); from++) {
      while (to < ordered.size() && end(ordered.get(to)) - ordered.get(from).address() <= bytes) {
        to++;
      }
      if (to - from > bestTo - bestFrom) {
        bestFrom = from;
        bestTo = to;
      }
    }
    return ordered.subList(bestFrom, bestTo);
  }

  /** The mappings about the first one, as far as one pool can hold them. */
  private List<RecordedMapping> around(RecordedMapping center) {
    var bytes = Slots.toBytes(facts.boot().slots());
    var near =
        byAddress.stream()
            .filter(
                m -> m.address() > center.address() - bytes && end(m) - center.address() <= bytes)
            .toList();
    var fullest = fullest(near);
    return fullest.contains(center) ? fullest : List.of(center);
  }

  private long end(RecordedMapping m) {
    return facts.firstSlotAddress(m) + Slots.toBytes(facts.demandOf(m).slots());
  }

  /** The places with the highest counts, in the order of their addresses. */
  List<Long> likely(List<RecordedMapping> window) {
    if (window.isEmpty()) {
      return List.of();
    }
    var bytes = Slots.toBytes(facts.boot().slots());
    var lowest = window.stream().mapToLong(facts::firstSlotAddress).min().orElse(0);
    var highest = window.stream().mapToLong(this::end).max().orElse(0);
    var from = Math.max(0, (highest - bytes + Slots.PAGE_BYTES - 1) & -Slots.PAGE_BYTES);
    var places = (lowest - from) / Slots.PAGE_BYTES + 1;
    var counted = new ArrayList<Counted>();
    var most = Math.max(LEAST_COUNTED, MOST_COUNTS / Math.max(1, places));
    var sample = new Lying(window.subList(0, (int) Math.min(window.size(), most)));
    for (var start = from; start <= lowest; start += Slots.PAGE_BYTES) {
      if (canBe(start, lowest)) {
        counted.add(new Counted(start, count(start, sample)));
      }
    }
    if (counted.isEmpty()) {
      return List.of();
    }
    counted.sort(Comparator.comparingLong(Counted::score).reversed());
    var bar = counted.get(Math.min(counted.size(), MOST_FOLLOWED) - 1).score;
    var best = counted.stream().filter(c -> c.score >= bar).toList();
    // Where more are equal than can be followed, those at both ends and some between them are.
    var step = Math.max(1, (best.size() + MOST_FOLLOWED - 1) / MOST_FOLLOWED);
    var chosen = new ArrayList<Long>();
    for (var i = 0; i < best.size(); i += step) {
      chosen.add(best.get(i).start);
    }
    if (step > 1) {
      chosen.add(best.get(best.size() - 1).start);
    }
    return chosen;
  }

  /** Buffers: where their slots begin, how many they are, the area that their CPU tries first. */
  private final class Lying {
    final long[] addresses;
    final int[] slots;
    final int[] areas;

    Lying(List<RecordedMapping> window) {
      var mask = facts.boot().areas() - 1;
      addresses = window.stream().mapToLong(facts::firstSlotAddress).toArray();
      slots = window.stream().mapToInt(m -> facts.demandOf(m).slots()).toArray();
      areas = window.stream().mapToInt(m -> m.cpu() & mask).toArray();
    }
  }

  /** Buffers in the first area of their CPU, less those that would cross a slot set. */
  private long count(long start, Lying buffers) {
    var areaSlots = facts.boot().slots() / facts.boot().areas();
    var score = 0L;
    for (var i = 0; i < buffers.addresses.length; i++) {
      var slot = (int) ((buffers.addresses[i] - start) >> Slots.SLOT_SHIFT);
      if (slot / areaSlots == buffers.areas[i]) {
        score++;
      }
      if (slot % Slots.SLOT_SET_SLOTS + buffers.slots[i] > Slots.SLOT_SET_SLOTS) {
        score -= 2;
      }
    }
    return score;
  }
}
