package swiotlb.kernel.page;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.kernel.page.Zone.DMA;
import static swiotlb.kernel.page.Zone.DMA32;
import static swiotlb.kernel.page.Zone.NORMAL;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CoherentZonesTest {
  @Test
  void withThreePoolsBothReleasesAskAlike() {
    for (var zones :
        Set.of(
            CoherentZones.always(EnumSet.allOf(Zone.class)),
            CoherentZones.withMemory(EnumSet.allOf(Zone.class)))) {
      assertThat(zones.order(NORMAL)).containsExactly(NORMAL, DMA32, DMA);
      assertThat(zones.order(DMA32)).containsExactly(DMA32, DMA);
      assertThat(zones.order(DMA)).containsExactly(DMA);
    }
  }

  @Test
  void upTo618OnlyTheDmaPoolNeedsAZoneWithMemory() {
    assertThat(CoherentZones.always(EnumSet.of(DMA32)).inOrder()).containsExactly(DMA32, NORMAL);
    assertThat(CoherentZones.always(EnumSet.of(DMA)).inOrder()).containsExactly(DMA, DMA32, NORMAL);
  }

  @Test
  void from619OnAPoolIsWhereTheZoneHasMemory() {
    assertThat(CoherentZones.withMemory(EnumSet.of(DMA, NORMAL)).inOrder())
        .containsExactly(DMA, NORMAL);
  }

  @Test
  void withoutADmaPoolOlderKernelsGoUpAndNewerOnesStayLow() {
    assertThat(CoherentZones.always(EnumSet.of(DMA32)).order(DMA)).containsExactly(NORMAL, DMA32);
    assertThat(CoherentZones.withMemory(EnumSet.of(DMA32, NORMAL)).order(DMA))
        .containsExactly(DMA32);
    assertThat(CoherentZones.withMemory(EnumSet.of(NORMAL)).order(DMA)).containsExactly(NORMAL);
  }

  @Test
  void newerKernelsAskTheNormalPoolForLowMemoryOnlyWhereThereIsNoLowOne() {
    assertThat(CoherentZones.withMemory(EnumSet.of(NORMAL)).order(DMA32)).containsExactly(NORMAL);
    assertThat(CoherentZones.withMemory(EnumSet.of(DMA, NORMAL)).order(DMA32)).containsExactly(DMA);
    assertThat(new CoherentZones(EnumSet.of(NORMAL), false).order(DMA32)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void noPoolIsAskedThatThereIsNot(Zone wish) {
    var zones = CoherentZones.withMemory(EnumSet.of(DMA));
    assertThat(DMA == wish ? Set.of(DMA) : zones.existing()).containsAll(zones.order(wish));
  }
}
