package swiotlb.actor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.Pool;
import swiotlb.actor.pool.PoolList;
import swiotlb.kernel.slot.PoolGeometry;

/** The checker of invariants finds what is wrong. */
class InvariantsTest {
  private static final PoolGeometry GEOMETRY = new PoolGeometry(0x4000_0000L, 128, 1);

  private static List<String> broken(String name, long used, int inArea, String inconsistency) {
    return broken(name, used, inArea, inconsistency, 1);
  }

  private static List<String> broken(
      String name, long used, int inArea, String inconsistency, int pools) {
    return broken(name, used, inArea, 0, inconsistency, pools, Map.of());
  }

  private static List<String> brokenWithLeaks(
      long used, int inArea, long inTransientPools, Map<String, Long> leakedSlots) {
    return broken("allocator", used, inArea, inTransientPools, "", 1, leakedSlots);
  }

  private static List<String> broken(
      String name,
      long used,
      int inArea,
      long inTransientPools,
      String inconsistency,
      int pools,
      Map<String, Long> leakedSlots) {
    var area = TestInbox.<Area.Command>create().getRef();
    var pool = TestInbox.<Pool.Command>create().getRef();
    var list =
        PoolList.empty(new PoolList.SearchRounds(false, 1))
            .withNewest(new PoolList.Entry(0, GEOMETRY, List.of(area)));
    var state =
        new Allocator.State(
            TestInbox.<Allocator.Command>create().getRef(),
            used,
            used,
            inTransientPools,
            false,
            false,
            0,
            0,
            list,
            java.util.Collections.nCopies(pools, pool));
    var areaState =
        new Area.State(
            0,
            List.of(inArea),
            List.of(0),
            128,
            List.of(0L),
            List.of(0L),
            List.of(0L),
            inconsistency);
    return new Invariants(
            Map.of(name, state),
            List.of(new Pool.State(0, GEOMETRY, List.of(areaState))),
            leakedSlots)
        .broken();
  }

  @Test
  void growthThatNoWorkerTookUpIsFound() {
    var state =
        new Allocator.State(
            TestInbox.<Allocator.Command>create().getRef(),
            0,
            0,
            0,
            false,
            true,
            1,
            1,
            PoolList.empty(new PoolList.SearchRounds(false, 1)),
            List.of());
    assertThat(new Invariants(Map.of("allocator", state), List.of(), Map.of()).broken())
        .containsExactly("allocator has a request for growth that no worker ever took up");
  }

  @Test
  void nothingIsBrokenWhereAllIsAtRest() {
    assertThat(broken("allocator", 0, 0, "")).isEmpty();
  }

  @Test
  void aSlotWithTwoOwnersIsFound() {
    assertThat(broken("allocator", 0, 0, "slot 7 has two owners"))
        .containsExactly("pool 0, areas from 0: slot 7 has two owners");
  }

  @Test
  void aCounterThatIsNotTheSumOfTheAreasIsFound() {
    assertThat(broken("allocator", 0, 2, ""))
        .containsExactly(
            "allocator counts 0 slots in use, its areas hold 2 and its transient pools 0");
  }

  @Test
  void slotsInUseAfterTheLastUnmapAreFound() {
    assertThat(broken("allocator", 2, 2, ""))
        .containsExactly("allocator has 2 slots in use after the last unmap, 0 of them leaked");
  }

  @Test
  void leakedSlotsMayStayInUse() {
    assertThat(brokenWithLeaks(2, 2, 0, Map.of("allocator", 2L))).isEmpty();
  }

  @Test
  void leakedTransientPoolsMayStay() {
    assertThat(brokenWithLeaks(5, 2, 3, Map.of("allocator", 5L))).isEmpty();
  }

  @Test
  void moreSlotsInUseThanLeakedAreFound() {
    assertThat(brokenWithLeaks(5, 2, 3, Map.of("allocator", 2L)))
        .containsExactly("allocator has 5 slots in use after the last unmap, 2 of them leaked");
  }

  @Test
  void leakedSlotsThatAreFreeAreFound() {
    assertThat(brokenWithLeaks(0, 0, 0, Map.of("allocator", 2L)))
        .containsExactly("allocator has 0 slots in use after the last unmap, 2 of them leaked");
  }

  @Test
  void whatAnotherAllocatorLeakedDoesNotCount() {
    assertThat(brokenWithLeaks(2, 2, 0, Map.of("restricted-wifi0", 2L)))
        .containsExactly("allocator has 2 slots in use after the last unmap, 0 of them leaked");
  }

  @Test
  void poolsThatShareMemoryAreFound() {
    var one = new Pool.State(0, GEOMETRY, List.of());
    var other = new Pool.State(1, new PoolGeometry(0x4000_0800L, 128, 1), List.of());
    assertThat(new Invariants(Map.of(), List.of(one, other), Map.of()).broken())
        .containsExactly("pools 0 and 1 share memory");
  }

  @Test
  void aRestrictedAllocatorThatGrewIsFound() {
    assertThat(broken("restricted-wifi0", 0, 0, "", 2))
        .containsExactly("restricted-wifi0 has grown to 2 pools");
  }
}
