package swiotlb.study.conform.replay;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.workload.ftrace.GrowthRecord;
import swiotlb.workload.ftrace.RecordedMapping;
import swiotlb.workload.ftrace.Recording;

/** Follows a recording and says how well. */
public final class Replay {

  /**
   * What came of following a recording.
   *
   * @param maps mappings that bounced
   * @param score how they were decided
   * @param recorded counters of the recording; -1 where it does not tell
   * @param simulated counters of the simulation, by the same names
   * @param growths as recorded or inferred
   * @param machine what the recorded machine was taken for
   * @param first the first mapping that was decided otherwise, or null
   */
  public record Result(
      long maps,
      Score score,
      Counts recorded,
      Counts simulated,
      List<GrowthRecord> growths,
      Machine machine,
      @Nullable ReplayDivergence first) {

    /** Immutable. */
    public Result {
      growths = List.copyOf(growths);
    }
  }

  /**
   * How mappings were decided.
   *
   * @param compared those whose outcome the recording tells
   * @param equal those decided as recorded, of those compared
   * @param equalAtOnce those that were so where they were requested
   * @param learned those of the equal ones that told where the search of an area begins
   * @param beforeLoss how it was when lines were lost
   * @param adopted what was taken over after a divergence
   * @param growthsAsIfUnasked pools that appeared although the simulation had not asked for them
   */
  public record Score(
      long compared,
      long equal,
      long equalAtOnce,
      long learned,
      BeforeLoss beforeLoss,
      Adopted adopted,
      long growthsAsIfUnasked) {
    /** Whether mappings were compared after lines were lost between others. */
    public boolean hasLost() {
      return beforeLoss.compared < compared;
    }

    /** Mappings decided otherwise than recorded. */
    public long divergences() {
      return compared - equal;
    }
  }

  /**
   * How it was when lines were lost for the first time; at the end if none were.
   *
   * @param compared mappings whose outcome the recording tells
   * @param equal of these, those decided as recorded
   * @param hiwater most slots in use, those that were so all the time left out
   */
  public record BeforeLoss(long compared, long equal, long hiwater) {}

  /**
   * Outcomes that were taken over from the recording, since it was decided otherwise, so that the
   * rest is not spoilt. They are none of the simulation.
   *
   * @param inPools mappings that were recorded in lasting pools
   * @param transientMaps those in transient ones
   * @param failedMaps those that failed
   * @param notPossible of those in lasting pools, those whose slots were not free
   */
  public record Adopted(long inPools, long transientMaps, long failedMaps, long notPossible) {
    /** All of them. */
    public long all() {
      return inPools + transientMaps + failedMaps;
    }
  }

  /**
   * What a recorded machine was taken for.
   *
   * @param place of the default pool
   * @param defaultSlots what a dynamic pool wants
   * @param defaultAreas rounds of each search
   * @param isStatic whether its kernel has no dynamic pools
   * @param isStaticKnown whether something says so
   * @param growthsAreInferred whether no probe saw pools being made
   * @param minAlignMasks by device, as inferred; absent where nothing tells
   * @param boundaryMasks segment boundary masks by device, where one explains more than none
   * @param earlier buffers in its pools that were mapped before the recording begins
   */
  public record Machine(
      PoolPlace place,
      PoolGeometry defaultPool,
      int defaultSlots,
      int defaultAreas,
      boolean isStatic,
      boolean isStaticKnown,
      boolean growthsAreInferred,
      Map<String, Long> minAlignMasks,
      Map<String, Long> boundaryMasks,
      int earlier) {}

  /** Counters; -1 where they are not known. */
  public record Counts(
      long transientMaps,
      long failedMaps,
      long growths,
      long nslabs,
      long hiwater,
      long workQueued) {}

  /** Whoever watches a recording being followed. */
  @FunctionalInterface
  public interface Watch {
    /**
     * Whether to go on.
     *
     * @param done share of the recording, from 0 to 1
     */
    boolean at(double done);
  }

  private Replay() {}

  /**
   * Follows a recording through the actors, to its end.
   *
   * @param cmdline of the recorded kernel
   * @throws InputException if the command line does not fit the recording
   */
  public static Result follow(Recording recording, String cmdline) {
    return follow(
        recording,
        new Ready(RecordedMachine.of(recording, cmdline, SearchWatch.none())),
        done -> true);
  }

  /** What came of working out what machine a recording was made on. */
  public sealed interface Worked permits Ready, Ended {}

  /** A recording whose machine is worked out: it can be followed. */
  public static final class Ready implements Worked {
    private final RecordedMachine known;

    private Ready(RecordedMachine known) {
      this.known = known;
    }
  }

  /**
   * Whoever watched ended it.
   *
   * @param soFar what fitted best by then; null if nothing was known yet
   */
  public record Ended(@Nullable SoFar soFar) implements Worked {}

  /**
   * A default pool that fits better than others that were tried.
   *
   * @param equal mappings that lie where they were recorded if it is this one, of those followed
   */
  public record SoFar(PoolGeometry defaultPool, long equal, long followed) {}

  /**
   * Works out what machine a recording was made on; where little is known that takes its time.
   *
   * @param cmdline of the recorded kernel
   * @param goesOn asked from time to time whether to go on
   * @throws InputException if the command line does not fit the recording
   */
  public static Worked machineOf(Recording recording, String cmdline, BooleanSupplier goesOn) {
    var watch = new SearchWatch(goesOn);
    try {
      return new Ready(RecordedMachine.of(recording, cmdline, watch));
    } catch (SearchWatch.Ended e) {
      return new Ended(watch.soFar());
    }
  }

  /**
   * Follows a recording through the actors.
   *
   * @param watch may end it early: the result is that of what was followed
   */
  public static Result follow(Recording recording, Ready ready, Watch watch) {
    var known = ready.known;
    var facts = known.facts();
    var mappings = known.mappings();
    var growths = known.growths();
    var devices = mappings.stream().map(RecordedMapping::device).distinct().toList();
    ReplayScore score;
    try (var target = new ActorTarget(facts, devices)) {
      score = new ReplayDriver(mappings, growths, facts, target).run(watch);
    }
    var counters = score.counters();
    var counts =
        new Counts(
            score.transientMaps(),
            score.failedMaps(),
            counters.growths(),
            counters.nslabs(),
            counters.hiwater() + known.heldThroughout(),
            facts.isStatic() ? 0 : counters.workQueued());
    return new Result(
        recording.mappings().size(),
        new Score(
            score.compared(),
            score.equal(),
            score.equalAtOnce(),
            score.learned(),
            score.beforeLoss(),
            score.adopted(),
            counters.growthsAsIfUnasked()),
        recorded(recording, growths, facts, counts.hiwater()),
        counts,
        growths,
        new Machine(
            known.place(),
            facts.defaultPool(),
            facts.boot().defaultSlots(),
            facts.boot().defaultAreas(),
            facts.isStatic(),
            recording.host().isStatic().isPresent(),
            !recording.growth().isSeen(),
            facts.minAlignMasks(),
            facts.boundaryMasks(),
            known.earlier()),
        score.first());
  }

  private static Counts recorded(
      Recording recording, List<GrowthRecord> growths, ReplayFacts facts, long reached) {
    var mappings = recording.mappings();
    var inPools =
        mappings.stream()
            .filter(RecordedMapping::hasAddress)
            .filter(m -> facts.poolOf(m, growths) != null)
            .count();
    var withAddress = mappings.stream().filter(RecordedMapping::hasAddress).count();
    var hiwater = recording.host().counters().getOrDefault("io_tlb_used_hiwater", -1L);
    return new Counts(
        facts.isStatic() ? 0 : withAddress - inPools,
        mappings.stream().filter(m -> m.address() == RecordedMapping.FAILED).count(),
        recording.growth().isSeen() ? growths.size() : facts.isStatic() ? 0 : -1,
        recording.host().counters().getOrDefault("io_tlb_nslabs", -1L),
        // A mapping has a slot at least: 0 is a mark that is not kept.
        hiwater == 0 || (recording.host().markIsOlder() && hiwater != reached) ? -1 : hiwater,
        facts.isStatic() ? 0 : recording.growth().workQueued());
  }
}
