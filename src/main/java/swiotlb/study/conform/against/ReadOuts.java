package swiotlb.study.conform.against;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.workload.golden.GoldenAnswer.Outcome;
import swiotlb.workload.golden.GoldenAnswer.PoolAreas;

/**
 * Read-outs of counters and areas. A counter that is off by as much as at the read-out before is
 * the same difference, not another one. Not thread-safe.
 */
final class ReadOuts {
  private final Map<String, Long> offsets = new HashMap<>();

  /** What a read-out of counters is read as; null: it is off as before. */
  @Nullable Reading counters(@Nullable String allocator, Outcome.Stat recorded, Outcome.Stat own) {
    var of = allocator == null ? "" : allocator;
    var used = moved(of + " used", recorded.used(), own.used());
    var hiwater = moved(of + " hiwater", recorded.hiwater(), own.hiwater());
    var slots = moved(of + " nslabs", recorded.nslabs(), own.nslabs());
    var pools = moved(of + " pools", recorded.pools(), own.pools());
    var alone = moved(of + " transient", recorded.transientSlots(), own.transientSlots());
    if (used) {
      return new Reading(Rule.COUNTERS, "the slots in use are counted otherwise");
    }
    if (hiwater) {
      return new Reading(Rule.HIWATER, "the high-water mark is another than the highest use");
    }
    if (slots || pools) {
      return new Reading(Rule.COUNTERS, "there are other lasting pools than those recorded");
    }
    if (alone) {
      return new Reading(Rule.COUNTERS, "the slots of transient pools are counted otherwise");
    }
    return recorded.pending() == own.pending()
        ? null
        : new Reading(Rule.GROWTH_WORK, "the growth work is pending where it should not, or not");
  }

  /** What a read-out of areas is read as; null: it is off as before. */
  @Nullable Reading areas(Outcome.Areas recorded, Outcome.Areas own) {
    if (!shapes(recorded.pools()).equals(shapes(own.pools()))) {
      return new Reading(Rule.COUNTERS, "there are other pools or areas than those recorded");
    }
    Reading hint = null;
    var isCounted = true;
    for (var i = 0; i < own.pools().size(); i++) {
      var theirs = recorded.pools().get(i);
      var ours = own.pools().get(i);
      for (var area = 0; area < ours.used().size(); area++) {
        var name = "area " + ours.pool() + " " + area;
        isCounted &= !moved(name, theirs.used().get(area), ours.used().get(area));
        if (!theirs.index().get(area).equals(ours.index().get(area)) && hint == null) {
          hint =
              new Reading(
                  Rule.SEARCH_START,
                  theirs.index().get(area) == 0
                      ? PlaceReadings.FROM_AREA_START
                      : "the next search of an area would begin at another slot");
        }
      }
    }
    return isCounted
        ? hint
        : new Reading(Rule.AREA_USE, "the slots in use of an area are counted otherwise");
  }

  private static List<String> shapes(List<PoolAreas> pools) {
    return pools.stream()
        .map(pool -> pool.pool() + ":" + pool.used().size() + ":" + pool.index().size())
        .toList();
  }

  /** Whether a counter is off, and otherwise than before. */
  private boolean moved(String counter, long recorded, long own) {
    var offset = recorded - own;
    var before = offsets.put(counter, offset);
    return offset != 0 && (before == null || before != offset);
  }
}
