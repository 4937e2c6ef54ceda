package swiotlb.study.conform.replay;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.BootSizing;
import swiotlb.workload.ftrace.GrowthRecord;
import swiotlb.workload.ftrace.RecordedMapping;
import swiotlb.workload.ftrace.Recording;

/** Follows a recording and says how well. */
public final class Replay {

  /**
   * What came of following a recording.
   *
   * @param maps mappings that bounced
   * @param equal those decided as recorded, of those compared
   * @param equalAtOnce those that were so where they were requested
   * @param recorded counters of the recording; -1 where it does not tell
   * @param simulated counters of the simulation, by the same names
   * @param growths as recorded or inferred
   * @param defaultPool as inferred
   * @param minAlignMasks by device, as inferred; absent where none shows
   */
  public record Result(
      long maps,
      long compared,
      long equal,
      long equalAtOnce,
      Counts recorded,
      Counts simulated,
      List<GrowthRecord> growths,
      boolean growthsAreInferred,
      PoolGeometry defaultPool,
      int defaultSlots,
      int defaultAreas,
      Map<String, Long> minAlignMasks,
      long growthsAsIfUnasked,
      long notAdopted,
      @Nullable ReplayDivergence first) {
    /** Mappings decided otherwise than recorded. */
    public long divergences() {
      return compared - equal;
    }
  }

  /** Counters; -1 where they are not known. */
  public record Counts(
      long transientMaps,
      long failedMaps,
      long growths,
      long nslabs,
      long hiwater,
      long workQueued) {}

  private Replay() {}

  /**
   * Follows a recording through the actors.
   *
   * @param cmdline of the recorded kernel
   * @throws InputException if the command line does not fit the recording
   */
  public static Result follow(Recording recording, String cmdline) {
    var facts = facts(recording, cmdline);
    var mappings = recording.mappings();
    var growths =
        recording.hasProbes() ? recording.growths() : new GrowthSearch(mappings, facts).search();
    var devices = mappings.stream().map(RecordedMapping::device).distinct().toList();
    ReplayScore score;
    try (var target = new ActorTarget(facts, devices)) {
      score = new ReplayDriver(mappings, growths, facts, target).run();
    }
    var counters = score.counters();
    return new Result(
        mappings.size(),
        score.compared(),
        score.equal(),
        score.equalAtOnce(),
        recorded(recording, growths, facts),
        new Counts(
            score.transientMaps(),
            score.failedMaps(),
            counters.growths(),
            counters.nslabs(),
            counters.hiwater(),
            counters.workQueued()),
        growths,
        !recording.hasProbes(),
        facts.defaultPool(),
        facts.boot().defaultSlots(),
        facts.boot().defaultAreas(),
        facts.minAlignMasks(),
        counters.growthsAsIfUnasked(),
        score.notAdopted(),
        score.first());
  }

  private static Counts recorded(
      Recording recording, List<GrowthRecord> growths, ReplayFacts facts) {
    var mappings = recording.mappings();
    var inPools =
        mappings.stream()
            .filter(RecordedMapping::hasAddress)
            .filter(m -> facts.poolOf(m, growths) != null)
            .count();
    var withAddress = mappings.stream().filter(RecordedMapping::hasAddress).count();
    return new Counts(
        withAddress - inPools,
        mappings.stream().filter(m -> m.address() == RecordedMapping.FAILED).count(),
        recording.hasProbes() ? growths.size() : -1,
        recording.counters().getOrDefault("io_tlb_nslabs", -1L),
        recording.counters().getOrDefault("io_tlb_used_hiwater", -1L),
        recording.workQueued());
  }

  static ReplayFacts facts(Recording recording, String cmdline) {
    var kernel = ReplayFacts.kernel(cmdline);
    var boot = BootSizing.atBoot(kernel.swiotlb(), recording.cpus(), 0, Long.MAX_VALUE);
    if (boot.slots() == 0) {
      throw new InputException(
          "--cmdline", "leaves no default pool, yet mappings bounced; name the recorded kernel's");
    }
    var first =
        recording.mappings().stream()
            .filter(RecordedMapping::hasAddress)
            .findFirst()
            .orElseThrow(
                () -> new InputException("the recording", "tells no address of any mapping"));
    var areaBytes = Slots.toBytes(boot.slots() / boot.areas());
    var base =
        recording
            .defaultPoolBase()
            .orElse(
                (first.address() & -Slots.SLOT_BYTES)
                    - (first.cpu() & (boot.areas() - 1)) * areaBytes);
    if (base < 0) {
      throw new InputException(
          "--cmdline",
          "asks for a default pool of %d bytes, which cannot hold the recorded addresses; name the recorded kernel's"
              .formatted(Slots.toBytes(boot.slots())));
    }
    return new ReplayFacts(
        boot,
        new PoolGeometry(base, boot.slots(), boot.areas()),
        ReplayFacts.minAlignMasksOf(recording.mappings()));
  }
}
