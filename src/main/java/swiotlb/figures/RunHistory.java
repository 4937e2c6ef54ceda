package swiotlb.figures;

import java.util.List;

/**
 * How the runs of a machine went, in frames of equal length from boot; every list of numbers has
 * one for each frame.
 *
 * @param used most slots in use, transient ones among them
 * @param lasting slots of lasting pools
 * @param transients slots of transient pools, at most
 * @param failed mappings that failed
 * @param areas in the order of pools and areas
 * @param runEndsNs when each run ended; the first ones of very many
 * @param beginning the first changes of the three first ones, one by one
 */
public record RunHistory(
    long frameNs,
    List<Long> used,
    List<Long> lasting,
    List<Long> transients,
    List<Long> failed,
    List<Area> areas,
    List<Long> runEndsNs,
    List<Moment> beginning) {
  /** Nothing was seen. */
  public static final RunHistory NONE =
      new RunHistory(
          1, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  /** Slots at a moment, and from then until the next one. */
  public record Moment(long timeNs, long used, long lasting, long transients) {}

  /**
   * What went on in one area.
   *
   * @param pool by its name among actors, such as {@code pool-0}
   * @param number within the pool
   * @param used most of its slots in use
   * @param waitNs for how long its lock was waited for, all that waited added up
   */
  public record Area(String pool, int number, List<Long> used, List<Long> waitNs) {
    /** Immutable from the start. */
    public Area {
      used = List.copyOf(used);
      waitNs = List.copyOf(waitNs);
    }
  }

  /** Immutable from the start. */
  public RunHistory {
    used = List.copyOf(used);
    lasting = List.copyOf(lasting);
    transients = List.copyOf(transients);
    failed = List.copyOf(failed);
    areas = List.copyOf(areas);
    runEndsNs = List.copyOf(runEndsNs);
    beginning = List.copyOf(beginning);
  }
}
