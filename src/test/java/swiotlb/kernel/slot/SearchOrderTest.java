package swiotlb.kernel.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchOrderTest {
  private static List<String> stops(SearchOrder order) {
    var stops = new ArrayList<String>();
    for (var stop = order.firstOf(0); stop != SearchOrder.END; ) {
      stops.add(SearchOrder.round(stop) + ":" + SearchOrder.position(stop));
      var next = order.nextInRound(stop);
      stop = next == SearchOrder.END ? order.firstOf(SearchOrder.round(stop) + 1) : next;
    }
    return stops;
  }

  private static PoolGeometry areas(int areas) {
    return new PoolGeometry(0, 1024, areas);
  }

  @Test
  void everyPoolsNearestAreaComesBeforeAnyPoolsNextArea() {
    assertThat(stops(SearchOrder.growing(List.of(areas(2), areas(2)), 2)))
        .containsExactly("0:0", "0:1", "1:0", "1:1");
  }

  @Test
  void poolsWithFewerAreasDropOutOfLaterRounds() {
    assertThat(stops(SearchOrder.growing(List.of(areas(1), areas(4), areas(2)), 4)))
        .containsExactly("0:0", "0:1", "0:2", "1:1", "1:2", "2:1", "3:1");
  }

  @Test
  void roundsEndWithTheDefaultNumberOfAreas() {
    assertThat(stops(SearchOrder.growing(List.of(areas(4)), 2))).containsExactly("0:0", "1:0");
    assertThat(stops(SearchOrder.growing(List.of(areas(4)), 0))).isEmpty();
  }

  @Test
  void aKernelWithoutDynamicPoolsSearchesTheAreasOfItsPool() {
    assertThat(stops(SearchOrder.fixed(areas(4)))).containsExactly("0:0", "1:0", "2:0", "3:0");
  }

  @Test
  void aCpusAreaMovesOnWithEachRoundAndWraps() {
    assertThat(areas(4).areaFor(6, 0)).isEqualTo(2);
    assertThat(areas(4).areaFor(6, 2)).isZero();
  }
}
