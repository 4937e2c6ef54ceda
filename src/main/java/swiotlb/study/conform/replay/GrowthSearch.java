package swiotlb.study.conform.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * none is better. The changes of a round are tried in one pass over the recording, by {@link
 * BirthTrials}.
 */
final class GrowthSearch {
  private static final int MOST_CANDIDATES = 12;
  private static final int MOST_ROUNDS = 20;
  private static final double BEFORE_LINE = 0.5;
  private static final double BEFORE_POOL = 0.001;

  /** Before everything, also before what was mapped before the recording begins. */
  private static final double BEFORE_RECORDING = RecordedMapping.BEFORE - 1.0;

  private final List<RecordedMapping> mappings;
  private final ReplayFacts facts;
  private final SearchWatch watch;
  private final Map<Long, List<Double>> candidates = new TreeMap<>();

  /** The ranges in which some buffer does not lie as a transient pool must. */
  private final Set<Long> certain = new TreeSet<>();

  GrowthSearch(List<RecordedMapping> mappings, ReplayFacts facts, SearchWatch watch) {
    this.mappings = mappings;
    this.facts = facts;
    this.watch = watch;
    findPools();
  }

  /** The pools with their births, oldest first. */
  List<GrowthRecord> search() {
    var births = firstBirths();
    if (births.isEmpty()) {
      return List.of();
    }
    var trials = new BirthTrials(new ReplayScript(mappings, facts), facts, watch);
    var best = trials.score(growths(births));
    for (var round = 0; round < MOST_ROUNDS; round++) {
      var better = trials.better(growths(births), best, changes(births));
      if (better == null) {
        break;
      }
      births = better.change().births();
      best = better.score();
    }
    return growths(births);
  }

  /** Each pool at its first candidate. */
  Map<Long, Double> firstBirths() {
    var births = new TreeMap<Long, Double>();
    candidates.forEach((start, moments) -> births.put(start, moments.get(0)));
    return births;
  }

  /**
   * The births with one of them changed.
   *
   * @param births of all pools, by their starts
   * @param growths the same as growths
   * @param from the earlier one of its old and its new birth
   * @param to the later one
   */
  record Change(Map<Long, Double> births, List<GrowthRecord> growths, double from, double to) {}

  /** All changes that are tried in a round. */
  List<Change> changes(Map<Long, Double> births) {
    var changes = new ArrayList<Change>();
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
      var birth = births.getOrDefault(start, own.get(0));
      if (!certain.contains(start)) {
        var without = new TreeMap<>(births);
        without.remove(start);
        changes.add(new Change(without, growths(without), birth, Double.MAX_VALUE));
      }
      for (double moment : moments) {
        if (moment != birth) {
          var changed = new TreeMap<>(births);
          changed.put(start, moment);
          changes.add(
              new Change(
                  changed, growths(changed), Math.min(moment, birth), Math.max(moment, birth)));
        }
      }
    }
    return changes;
  }

  List<GrowthRecord> growths(Map<Long, Double> births) {
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
            if (inBlock.stream().anyMatch(this::cannotBeTransient)) {
              certain.add(start);
            }
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
    var found = new ArrayList<Double>();
    if (!facts.isFromBoot()) {
      found.add(BEFORE_RECORDING);
    }
    found.addAll(moments);
    return found.isEmpty() ? List.of(byStart.get(0).start() - BEFORE_LINE) : found;
  }
}
