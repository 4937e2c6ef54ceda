package swiotlb.study.conform.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;
import swiotlb.workload.ftrace.GrowthRecord;
import swiotlb.workload.ftrace.RecordedMapping;

/**
 * Finds the dynamic pools of a recording without probes: which ranges they are, from the addresses;
 * and when each was published, as the moments with which the decisions agree best.
 *
 * <p>A range is a pool if some buffer in it does not lie as a transient pool must, on its own page
 * order, or if its addresses are used over and over. A pool's first buffers land on the first slots
 * of its areas; the moments just before those landings, and just before the births of other pools,
 * are the candidates. Steepest ascent: of all changes of one pool's birth the best is taken, until
 * none is better.
 */
final class GrowthSearch {
  private static final int MOST_CANDIDATES = 12;
  private static final int MOST_ROUNDS = 20;
  private static final double BEFORE_LINE = 0.5;
  private static final double BEFORE_POOL = 0.001;

  private final List<RecordedMapping> mappings;
  private final ReplayFacts facts;
  private final Map<Long, List<Double>> candidates = new TreeMap<>();
  private final Map<Map<Long, Double>, Long> scores = new HashMap<>();

  GrowthSearch(List<RecordedMapping> mappings, ReplayFacts facts) {
    this.mappings = mappings;
    this.facts = facts;
    findPools();
  }

  /** The pools with their births, oldest first. */
  List<GrowthRecord> search() {
    Map<Long, Double> births = new TreeMap<>();
    candidates.forEach((start, moments) -> births.put(start, moments.get(0)));
    var best = births.isEmpty() ? 0 : score(births);
    for (var round = 0; round < MOST_ROUNDS; round++) {
      Map<Long, Double> better = null;
      for (var change : changes(births)) {
        var score = score(change);
        if (score > best) {
          best = score;
          better = change;
        }
      }
      if (better == null) {
        break;
      }
      births.clear();
      births.putAll(better);
    }
    return growths(births);
  }

  private List<Map<Long, Double>> changes(Map<Long, Double> births) {
    var changes = new ArrayList<Map<Long, Double>>();
    var oldestFirst =
        births.entrySet().stream().sorted(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    for (var start : oldestFirst.toList()) {
      var own = candidates.getOrDefault(start, List.of());
      var moments = new ArrayList<>(own);
      for (var other : births.entrySet()) {
        if (!other.getKey().equals(start) && other.getValue() <= own.get(0)) {
          moments.add(other.getValue() - BEFORE_POOL);
        }
      }
      for (var moment : moments) {
        if (!moment.equals(births.get(start))) {
          var change = new TreeMap<>(births);
          change.put(start, moment);
          changes.add(change);
        }
      }
    }
    return changes;
  }

  private long score(Map<Long, Double> births) {
    var known = scores.get(births);
    if (known == null) {
      try (var target = new DirectTarget(facts)) {
        known = new ReplayDriver(mappings, growths(births), facts, target).run().equal();
      }
      scores.put(Map.copyOf(births), known);
    }
    return known;
  }

  private List<GrowthRecord> growths(Map<Long, Double> births) {
    return births.entrySet().stream()
        .sorted(Comparator.comparingDouble(Map.Entry::getValue))
        .map(
            e ->
                new GrowthRecord(
                    RecordedMapping.NEVER,
                    e.getValue(),
                    facts.growthAt(e.getKey()),
                    RecordedMapping.NEVER))
        .toList();
  }

  private void findPools() {
    var growthBytes = facts.growthAt(0).bytes();
    var blocks = new TreeMap<Long, List<RecordedMapping>>();
    for (var m : mappings) {
      if (m.hasAddress() && !facts.defaultPool().contains(m.address())) {
        blocks
            .computeIfAbsent(
                Math.floorDiv(m.address(), growthBytes) * growthBytes, b -> new ArrayList<>())
            .add(m);
      }
    }
    blocks.forEach(
        (start, inBlock) -> {
          if (isPool(inBlock)) {
            candidates.put(start, candidatesOf(facts.growthAt(start), inBlock));
          }
        });
  }

  private boolean isPool(List<RecordedMapping> inBlock) {
    var distinct = new TreeSet<Long>();
    inBlock.forEach(m -> distinct.add(m.address()));
    return inBlock.size() >= 2L * distinct.size()
        || inBlock.stream().anyMatch(this::cannotBeTransient);
  }

  private boolean cannotBeTransient(RecordedMapping m) {
    var order = Slots.pageOrder(facts.demandOf(m).slots());
    return facts.firstSlotAddress(m) % ((long) Slots.PAGE_BYTES << order) != 0;
  }

  private List<Double> candidatesOf(PoolGeometry pool, List<RecordedMapping> inBlock) {
    var byStart =
        inBlock.stream().sorted(Comparator.comparingLong(RecordedMapping::start)).toList();
    var areaBytes = Slots.toBytes(pool.areaSlots());
    var last =
        byStart.stream()
            .filter(this::cannotBeTransient)
            .mapToLong(RecordedMapping::start)
            .findFirst()
            .orElse(Long.MAX_VALUE);
    var moments =
        byStart.stream()
            .filter(m -> (facts.firstSlotAddress(m) - pool.start()) % areaBytes == 0)
            .filter(m -> m.start() <= last)
            .limit(MOST_CANDIDATES)
            .map(m -> m.start() - BEFORE_LINE)
            .toList();
    return moments.isEmpty() ? List.of(byStart.get(0).start() - BEFORE_LINE) : moments;
  }
}
