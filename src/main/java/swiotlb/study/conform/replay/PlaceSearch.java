package swiotlb.study.conform.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;
import swiotlb.workload.ftrace.GrowthRecord;
import swiotlb.workload.ftrace.RecordedMapping;

/**
 * Finds where the default pool lies when nothing says so.
 *
 * <p>A pool begins on a page, and all its buffers lie in it: that leaves the pages below the lowest
 * address for as far as the pool is larger than what was used of it. Each CPU searches its own area
 * first, and no buffer crosses a slot set: a count over the recorded addresses orders the places.
 * The best are followed for some way, once as if the recording began at boot, with every search at
 * the start of its area, and once with searches that have gone on to nobody knows where. What
 * agrees because it was learned from the recording itself does not count for a place.
 */
final class PlaceSearch {
  private static final int MOST_FOLLOWED = 48;
  private static final int MOST_MAPPINGS = 3000;
  private static final int MOST_WINDOWS = 6;
  private static final long FOUR_GIB = 1L << 32;
  private static final int LEAST_COUNTED = 100;
  private static final long MOST_COUNTS = 20_000_000;

  private final ReplayFacts facts;
  private final List<RecordedMapping> mappings;

  /**
   * A search.
   *
   * @param facts whose place of the pool does not count
   */
  PlaceSearch(ReplayFacts facts, List<RecordedMapping> mappings) {
    this.facts = facts;
    this.mappings = mappings;
  }

  private record Counted(long start, long score) {}

  private record Followed(long start, boolean isFromBoot, long score) {}

  /** The place that fits best; null if no page does. */
  @Nullable PoolPlace search() {
    var followed = new ArrayList<Followed>();
    var byAddress =
        mappings.stream()
            .filter(RecordedMapping::hasAddress)
            .sorted(Comparator.comparingLong(RecordedMapping::address))
            .toList();
    var first =
        byAddress.stream().min(Comparator.comparingInt(RecordedMapping::index)).orElse(null);
    if (first == null) {
      return null;
    }
    var boot = facts.boot();
    var asAtBoot =
        (facts.firstSlotAddress(first) & -Slots.SLOT_BYTES)
            - (first.cpu() & (boot.areas() - 1)) * Slots.toBytes(boot.slots() / boot.areas());
    if (canBe(asAtBoot, first.address())) {
      followed.add(follow(asAtBoot, true));
    }
    var windows = new ArrayList<List<RecordedMapping>>();
    windows.add(around(first, byAddress));
    var rest = new ArrayList<>(byAddress);
    while (!rest.isEmpty() && windows.size() <= MOST_WINDOWS) {
      var window = List.copyOf(fullest(rest));
      windows.add(window);
      rest.removeAll(new HashSet<>(window));
    }
    var byWindow = new ArrayList<List<Followed>>();
    byWindow.add(List.copyOf(followed));
    for (var window : windows) {
      byWindow.add(likely(window).stream().map(start -> follow(start, false)).toList());
    }
    byWindow.stream().skip(1).forEach(followed::addAll);
    if (followed.isEmpty()) {
      return null;
    }
    if (!facts.isStatic()) {
      followed.addAll(growing(byWindow));
    }
    var best = followed.stream().mapToLong(Followed::score).max().orElse(0);
    var equal =
        followed.stream()
            .filter(f -> f.score == best)
            .sorted(Comparator.comparingLong(Followed::start))
            .toList();
    var atBoot = equal.stream().filter(Followed::isFromBoot).findFirst();
    if (atBoot.isPresent()) {
      var start = atBoot.get().start;
      return new PoolPlace(PoolPlace.Source.INFERRED, start, true, start, start);
    }
    return new PoolPlace(
        PoolPlace.Source.INFERRED,
        equal.get(0).start,
        false,
        equal.get(0).start,
        equal.get(equal.size() - 1).start);
  }

  /**
   * Where the kernel may have grown, most buffers may lie in other pools: the best place of each
   * stretch is followed with those.
   */
  private List<Followed> growing(List<List<Followed>> byWindow) {
    var again = new ArrayList<Followed>();
    for (var alone : byWindow) {
      alone.stream()
          .max(Comparator.comparingLong(Followed::score))
          .ifPresent(
              f -> {
                var assumed = facts.at(f.start, f.isFromBoot);
                var growths = new GrowthSearch(some(), assumed).search();
                if (!growths.isEmpty()) {
                  again.add(follow(f.start, f.isFromBoot, growths));
                }
              });
    }
    return again;
  }

  private List<RecordedMapping> some() {
    return mappings.subList(0, Math.min(mappings.size(), MOST_MAPPINGS));
  }

  /** A pool that buffers below 4 GiB show lies below 4 GiB as a whole. */
  private boolean canBe(long start, long address) {
    var end = start + Slots.toBytes(facts.boot().slots());
    return start >= 0 && (end <= FOUR_GIB || address >= FOUR_GIB);
  }

  /** The mappings in the stretch of a pool's size that holds most of them. */
  private List<RecordedMapping> fullest(List<RecordedMapping> byAddress) {
    var bytes = Slots.toBytes(facts.boot().slots());
    var bestFrom = 0;
    var bestTo = 0;
    var to = 0;
    for (var from = 0; from < byAddress.size(); from++) {
      while (to < byAddress.size()
          && end(byAddress.get(to)) - byAddress.get(from).address() <= bytes) {
        to++;
      }
      if (to - from > bestTo - bestFrom) {
        bestFrom = from;
        bestTo = to;
      }
    }
    return byAddress.subList(bestFrom, bestTo);
  }

  /** The mappings about the first one, as far as one pool can hold them. */
  private List<RecordedMapping> around(RecordedMapping first, List<RecordedMapping> byAddress) {
    var bytes = Slots.toBytes(facts.boot().slots());
    var near =
        byAddress.stream()
            .filter(m -> m.address() > first.address() - bytes && end(m) - first.address() <= bytes)
            .toList();
    var fullest = fullest(near);
    return fullest.contains(first) ? fullest : List.of(first);
  }

  private long end(RecordedMapping m) {
    return facts.firstSlotAddress(m) + Slots.toBytes(facts.demandOf(m).slots());
  }

  /** The places with the highest counts, in the order of their addresses. */
  private List<Long> likely(List<RecordedMapping> window) {
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
    var sample = lying(window.subList(0, (int) Math.min(window.size(), most)));
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

  /** A buffer: where its slots begin, how many they are, and the area that its CPU tries first. */
  private record Lying(long address, int slots, int area) {}

  private List<Lying> lying(List<RecordedMapping> window) {
    var areas = facts.boot().areas();
    return window.stream()
        .map(
            m ->
                new Lying(
                    facts.firstSlotAddress(m), facts.demandOf(m).slots(), m.cpu() & (areas - 1)))
        .toList();
  }

  /** Buffers in the first area of their CPU, less those that would cross a slot set. */
  private long count(long start, List<Lying> buffers) {
    var pool = new PoolGeometry(start, facts.boot().slots(), facts.boot().areas());
    var score = 0L;
    for (var buffer : buffers) {
      var slot = pool.slotOf(buffer.address);
      if (pool.areaOfSlot(slot) == buffer.area) {
        score++;
      }
      if (slot % Slots.SLOT_SET_SLOTS + buffer.slots > Slots.SLOT_SET_SLOTS) {
        score -= 2;
      }
    }
    return score;
  }

  private Followed follow(long start, boolean isFromBoot) {
    return follow(start, isFromBoot, List.of());
  }

  private Followed follow(long start, boolean isFromBoot, List<GrowthRecord> growths) {
    var assumed = facts.at(start, isFromBoot);
    try (var target = new DirectTarget(assumed)) {
      var score = new ReplayDriver(some(), growths, assumed, target).run();
      return new Followed(start, isFromBoot, score.equal() - score.learned());
    }
  }
}
