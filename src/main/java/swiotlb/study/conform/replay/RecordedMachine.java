package swiotlb.study.conform.replay;

import java.util.ArrayList;
import java.util.List;
import swiotlb.input.InputException;
import swiotlb.workload.ftrace.AlignMasks;
import swiotlb.workload.ftrace.EarlierBuffer;
import swiotlb.workload.ftrace.GrowthRecord;
import swiotlb.workload.ftrace.RecordedMapping;
import swiotlb.workload.ftrace.Recording;

/**
 * The machine of a recording: what is said of it, and where nothing is said, what fits best.
 *
 * @param place how it is known where the default pool lies
 * @param mappings the recorded ones, and those of before the recording that lie in a pool
 * @param earlier how many the latter are
 * @param heldThroughout slots that were in use all the time, as the counters tell
 */
record RecordedMachine(
    ReplayFacts facts,
    PoolPlace place,
    List<RecordedMapping> mappings,
    List<GrowthRecord> growths,
    int earlier,
    long heldThroughout) {
  /** Mappings that are followed for each mask that is possible. */
  private static final int MOST_TRIED = 4000;

  /**
   * Works a machine out.
   *
   * @param cmdline of its kernel
   * @throws InputException if that does not fit the recording
   * @throws SearchWatch.Ended if whoever watches ends it
   */
  static RecordedMachine of(Recording recording, String cmdline, SearchWatch watch) {
    if (recording.mappings().stream().noneMatch(RecordedMapping::hasAddress)) {
      throw new InputException("the recording", "tells no address of any mapping");
    }
    var possible = AlignMasks.possible(recording.mappings());
    var found = new SizeSearch(recording, cmdline, watch).search();
    var facts = found.facts();
    var place = found.place();
    if (recording.host().isStatic().isEmpty() && staysInPool(recording, facts)) {
      facts = facts.asStatic();
    }
    var some = recording.mappings().subList(0, Math.min(MOST_TRIED, recording.mappings().size()));
    var placed = facts;
    facts =
        facts.with(AlignMasks.chosen(possible, masks -> score(some, placed.with(masks), watch)));
    facts = facts.within(SegmentBoundaries.chosen(some, facts, other -> score(some, other, watch)));
    var growths = growths(recording, facts, watch);
    var earlier = earlier(recording, facts, growths);
    var mappings = new ArrayList<>(recording.mappings());
    mappings.addAll(earlier);
    return new RecordedMachine(
        facts,
        place,
        List.copyOf(mappings),
        growths,
        earlier.size(),
        heldThroughout(recording, facts, earlier));
  }

  /** Mappings that lie where they were recorded, without what they tell themselves. */
  private static long score(List<RecordedMapping> mappings, ReplayFacts facts, SearchWatch watch) {
    watch.look();
    try (var target = new DirectTarget(facts)) {
      var score = new ReplayDriver(mappings, List.of(), facts, target).run();
      return score.equal() - score.learned();
    }
  }

  /** Of a kernel that could have grown, something would lie elsewhere once its pool was full. */
  private static boolean staysInPool(Recording recording, ReplayFacts facts) {
    return !recording.growth().isSeen()
        && recording.mappings().stream()
            .filter(RecordedMapping::hasAddress)
            .allMatch(m -> facts.defaultPool().contains(m.address()));
  }

  private static List<GrowthRecord> growths(
      Recording recording, ReplayFacts facts, SearchWatch watch) {
    if (recording.growth().isSeen()) {
      return recording.growth().pools();
    }
    return facts.isStatic()
        ? List.of()
        : new GrowthSearch(recording.mappings(), facts, watch).search();
  }

  /** As mappings that were there before: their original addresses are not known. */
  private static List<RecordedMapping> earlier(
      Recording recording, ReplayFacts facts, List<GrowthRecord> growths) {
    var before = new ArrayList<RecordedMapping>();
    var number = recording.mappings().size();
    for (var buffer : recording.earlier().buffers()) {
      if (buffer.bytes() > 0 && inPoolFromBefore(buffer, facts, growths)) {
        before.add(
            new RecordedMapping(
                number++,
                0,
                buffer.device(),
                buffer.address(),
                buffer.bytes(),
                false,
                buffer.since(),
                RecordedMapping.BEFORE,
                buffer.release(),
                buffer.address(),
                0,
                0));
      }
    }
    return before;
  }

  private static boolean inPoolFromBefore(
      EarlierBuffer buffer, ReplayFacts facts, List<GrowthRecord> growths) {
    return facts.defaultPool().contains(buffer.address())
        || growths.stream().anyMatch(g -> g.published() < 0 && g.pool().contains(buffer.address()));
  }

  private static long heldThroughout(
      Recording recording, ReplayFacts facts, List<RecordedMapping> earlier) {
    var atBegin = recording.host().countersBefore().getOrDefault("io_tlb_used", 0L);
    var released =
        earlier.stream()
            .filter(m -> m.start() == RecordedMapping.BEFORE)
            .mapToLong(m -> facts.demandOf(m).slots())
            .sum();
    // What nobody uses afterwards was given back, even between the counter and the first line.
    var atEnd = recording.host().counters().getOrDefault("io_tlb_used", atBegin);
    return Math.max(0, Math.min(atBegin - released, atEnd));
  }
}
