package swiotlb.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MapTimeTest {

  /** 1, 2, 4 and so on: a sum says which parts are in it. */
  private static Measured powers() {
    var time = MapTime.ALL.measure();
    var ns = 1L;
    for (var part : MapTime.parts()) {
      time.put(part, ns);
      ns *= 2;
    }
    return time.build();
  }

  @Test
  void theTotalIsTheSumOfAllParts() {
    assertThat(MapTime.totalNs(powers())).isEqualTo(511);
  }

  @Test
  void aSumAddsEachPart() {
    var sum = MapTime.sum(List.of(powers(), powers()));
    assertThat(MapTime.parts()).allMatch(part -> sum.get(part) == 2 * powers().get(part));
  }

  @Test
  void ofNoneEachPartIsNothing() {
    assertThat(MapTime.totalNs(MapTime.sum(List.of()))).isZero();
  }

  @Test
  void moreThanANumberHoldsStaysTheGreatest() {
    var long1 = powers().with(MapTime.LOCK_WAIT, Long.MAX_VALUE - 1);
    var sum = MapTime.sum(List.of(long1, long1));
    assertThat(sum.get(MapTime.LOCK_WAIT)).isEqualTo(Long.MAX_VALUE);
    assertThat(MapTime.totalNs(sum)).isGreaterThan(9.2e18);
  }
}
