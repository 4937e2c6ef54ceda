package swiotlb.kernel.slot;

import java.util.List;

/**
 * In which order pools and areas are searched: round by round, and within a round every pool that
 * has an area for it, newest first (specification, section 3, step 2). Immutable.
 *
 * <p>A stop of the search is a round and a position in the list of pools, packed into a {@code
 * long}, so that travelling costs no objects.
 */
public final class SearchOrder {
  /** No further stop. */
  public static final long END = -1;

  private final int[] areas;
  private final int rounds;

  private SearchOrder(int[] areas, int rounds) {
    this.areas = areas;
    this.rounds = rounds;
  }

  /**
   * The order of an allocator whose pools may become more.
   *
   * @param newestFirst the pools, newest first
   * @param defaultAreas the default number of areas: rounds of each search, whatever the pools have
   */
  public static SearchOrder growing(List<PoolGeometry> newestFirst, int defaultAreas) {
    return new SearchOrder(
        newestFirst.stream().mapToInt(PoolGeometry::areas).toArray(), defaultAreas);
  }

  /** The order of a kernel without dynamic pools: each area of the only pool in turn. */
  public static SearchOrder fixed(PoolGeometry only) {
    return new SearchOrder(new int[] {only.areas()}, only.areas());
  }

  /** The first stop of a round or of a later one, or {@link #END}. */
  public long firstOf(int round) {
    for (var k = round; k < rounds; k++) {
      var position = positionFrom(0, k);
      if (position < areas.length) {
        return stop(k, position);
      }
    }
    return END;
  }

  /** The next stop of the same round, or {@link #END}. */
  public long nextInRound(long stop) {
    var round = round(stop);
    var position = positionFrom(position(stop) + 1, round);
    return position < areas.length ? stop(round, position) : END;
  }

  /** The round of a stop. */
  public static int round(long stop) {
    return (int) (stop >>> 32);
  }

  /** The position of a stop in the list of pools. */
  public static int position(long stop) {
    return (int) stop;
  }

  private int positionFrom(int position, int round) {
    var p = position;
    while (p < areas.length && round >= areas[p]) {
      p++;
    }
    return p;
  }

  private static long stop(int round, int position) {
    return (long) round << 32 | position;
  }
}
