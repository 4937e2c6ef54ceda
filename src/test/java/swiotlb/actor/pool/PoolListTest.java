package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SearchOrder;

class PoolListTest {
  private static final PoolList EMPTY = PoolList.empty(new PoolList.SearchRounds(false, 4));

  private final PoolList.Entry four = entry(0, new PoolGeometry(0x4000_0000L, 512, 4));
  private final PoolList.Entry two = entry(1, new PoolGeometry(0x5000_0000L, 256, 2));

  private static PoolList.Entry entry(int number, PoolGeometry geometry) {
    var areas = new ArrayList<ActorRef<Area.Command>>();
    for (var owner = 0; owner < geometry.owners(); owner++) {
      areas.add(TestInbox.<Area.Command>create("pool-" + number + "-area-" + owner).getRef());
    }
    return new PoolList.Entry(number, geometry, areas);
  }

  @Test
  void aNewPoolIsPutAtTheHead() {
    assertThat(EMPTY.withNewest(four).withNewest(two).newestFirst()).containsExactly(two, four);
  }

  @Test
  void aListNeverChanges() {
    var before = EMPTY.withNewest(four);
    before.withNewest(two);
    assertThat(before.newestFirst()).containsExactly(four);
  }

  @Test
  void anEntryKeepsItsAreasWhateverBecomesOfTheListItWasMadeFrom() {
    var areas = new ArrayList<>(two.areas());
    var entry = new PoolList.Entry(1, two.geometry(), areas);
    areas.clear();
    assertThat(entry.areas()).hasSize(2);
  }

  @Test
  void theLaterOfTwoVersionsIsNewer() {
    var older = EMPTY.withNewest(four);
    var newer = older.withNewest(two);
    assertThat(List.of(older.newerOf(newer), newer.newerOf(older))).containsOnly(newer);
  }

  @Test
  void slotsAreThoseOfAllPools() {
    assertThat(EMPTY.withNewest(four).withNewest(two).slots()).isEqualTo(768);
  }

  @Test
  void aSearchWithoutPoolsHasNoStop() {
    assertThat(EMPTY.firstOf(0)).isEqualTo(SearchOrder.END);
  }

  @Test
  void aSearchWithoutRoundsHasNoStop() {
    var noRounds = PoolList.empty(new PoolList.SearchRounds(false, 0)).withNewest(four);
    assertThat(noRounds.firstOf(0)).isEqualTo(SearchOrder.END);
  }

  @Test
  void everyPoolIsSearchedInARoundForWhichItHasAnArea() {
    var list = EMPTY.withNewest(four).withNewest(two);
    var first = list.firstOf(0);
    assertThat(list.at(first)).isEqualTo(two);
    assertThat(list.at(list.nextInRound(first))).isEqualTo(four);
  }

  @Test
  void aPoolIsSkippedInARoundForWhichItHasNoArea() {
    var list = EMPTY.withNewest(four).withNewest(two);
    assertThat(list.at(list.firstOf(2))).isEqualTo(four);
  }

  @Test
  void aKernelWithoutDynamicPoolsSearchesEachAreaOfItsOnlyPool() {
    var fixed = PoolList.empty(new PoolList.SearchRounds(true, 1)).withNewest(four);
    assertThat(fixed.areaAt(fixed.firstOf(3), 0)).isEqualTo(3);
  }

  @Test
  void theAreaOfAStopIsThatOfTheCpuAndTheRound() {
    var list = EMPTY.withNewest(four);
    assertThat(list.areaAt(list.firstOf(2), 3)).isEqualTo(1);
  }

  @Test
  void theOwnerOfAStopIsTheActorOfThatArea() {
    var list = EMPTY.withNewest(four);
    assertThat(list.ownerAt(list.firstOf(2), 3)).isEqualTo(four.areas().get(1));
  }

  @Test
  void oneActorOwnsAllAreasThatShareASlotSet() {
    var small = entry(2, new PoolGeometry(0x6000_0000L, 256, 4));
    var list = EMPTY.withNewest(small);
    assertThat(list.ownerAt(list.firstOf(0), 3)).isEqualTo(small.areas().get(1));
  }
}
