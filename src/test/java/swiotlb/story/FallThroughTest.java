package swiotlb.story;

import static swiotlb.figures.GrowthStep.Event.PUBLISHED;

import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.kernel.slot.Refusal;

/**
 * The order of the search: in each round all pools, newest first, before any pool's next area, and
 * the list of pools is read afresh (specification, section 3, step 2).
 */
class FallThroughTest extends Story {

  /** Mappings 1 and 2 have filled the first pool; 3 had a transient pool and made it grow. */
  private static Script grownOnce(Step... then) {
    return givenFull(allocator().slots(256).areas(2)).where(cpu(0).maps(kib(256))).where(then);
  }

  private static Messages request(String to) {
    return a(Area.MapRequest.class).to("/allocator/" + to);
  }

  @Test
  void theNewestPoolIsSearchedFirst() {
    grownOnce()
        .when(cpu(0).maps(kib(4)))
        .thenTheTrace()
        .consistsOf(request("pool-1/area-0"), a(MapClient.Mapped.class).with("pool", 1));
  }

  @Test
  void allPoolsNearestAreasAreSearchedBeforeAnyPoolsNextArea() {
    grownOnce(cpu(0).maps(kib(256)), cpu(1).maps(kib(256)))
        .when(cpu(1).maps(kib(4)))
        .thenTheTrace()
        .until(a(Allocator.Exhausted.class))
        .consistsOf(
            request("pool-1/area-1"),
            request("pool-0/area-1"),
            request("pool-1/area-0"),
            request("pool-0/area-0"));
  }

  @Test
  void anAreaThatPassesARequestOnSaysWhy() {
    givenFull(allocator().slots(256).areas(2))
        .where(unmaps(2))
        .when(cpu(0).maps(kib(4)))
        .thenTheTrace()
        .consistsOf(
            request("pool-0/area-0"),
            request("pool-0/area-1")
                .with("refusedBy.reason", Refusal.TOO_FEW_FREE)
                .with("refusedBy.left.usedSlots", 128),
            a(MapClient.Mapped.class).from("/allocator/pool-0/area-1"));
  }

  @Test
  void aPoolPublishedDuringASearchIsFoundByItsNextRound() {
    var trace =
        givenFull(allocator().slots(512).areas(4))
            .when(cpu(0).maps(kib(256)))
            .andAfter(us(4) + 250, cpu(0).maps(kib(4)))
            .thenTheTrace();
    trace
        .until(growth(PUBLISHED))
        .ofMapping(6)
        .consistsOf(request("pool-0/area-0"), request("pool-0/area-1"));
    trace
        .since(growth(PUBLISHED))
        .ofMapping(6)
        .consistsOf(
            request("pool-0/area-2"),
            request("pool-1/area-2"),
            a(MapClient.Mapped.class).with("pool", 1))
        .never(Allocator.Exhausted.class);
  }
}
