package swiotlb.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultRatesTest {
  private static FaultRates drawn(long seed) {
    return FaultRates.NONE.drawn(new SplittableRandom(seed), EnumSet.allOf(Fault.class));
  }

  @Test
  void theSameSeedDrawsTheSameRates() {
    assertThat(drawn(5)).isEqualTo(drawn(5));
    assertThat(drawn(5)).isNotEqualTo(drawn(6));
  }

  @Test
  void everyFaultIsDrawnNowAndThenButForMistakesOfDrivers() {
    var seen =
        LongStream.range(0, 50)
            .mapToObj(FaultRatesTest::drawn)
            .flatMap(rates -> rates.perMille().keySet().stream())
            .collect(Collectors.toSet());
    assertThat(seen)
        .isEqualTo(EnumSet.complementOf(EnumSet.of(Fault.FORGOTTEN_UNMAP, Fault.FORGOTTEN_SYNC)));
  }

  @Test
  void whatCannotHappenIsNotDrawn() {
    for (var seed = 0; seed < 20; seed++) {
      var rates = FaultRates.NONE.drawn(new SplittableRandom(seed), EnumSet.of(Fault.RESET));
      assertThat(EnumSet.of(Fault.RESET)).containsAll(rates.perMille().keySet());
    }
  }

  @Test
  void mistakesOfDriversAndTimesStayAsTheyAre() {
    var leaky = new FaultRates(Map.of(Fault.FORGOTTEN_UNMAP, 3, Fault.CMA, 1000), 2, 5, 6, 7, 8);
    for (var seed = 0; seed < 50; seed++) {
      var rates = leaky.drawn(new SplittableRandom(seed), EnumSet.allOf(Fault.class));
      assertThat(rates.perMille(Fault.FORGOTTEN_UNMAP)).isEqualTo(3);
      assertThat(rates.perMille(Fault.FORGOTTEN_SYNC)).isZero();
      assertThat(rates.perMille(Fault.CMA)).isLessThan(1000);
      assertThat(rates)
          .extracting(
              FaultRates::leastOrder,
              FaultRates::lateWorkerNs,
              FaultRates::longGraceNs,
              FaultRates::lateInterruptNs,
              FaultRates::slowCpuNs)
          .containsExactly(2, 5L, 6L, 7L, 8L);
    }
  }

  @Test
  void aRateThatIsNotPossibleIsRefused() {
    for (var rates : Set.of(Map.of(Fault.RESET, 501), Map.of(Fault.CMA, 0))) {
      assertThatThrownBy(() -> new FaultRates(rates, 0, 0, 0, 0, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("of 1000 occasions");
    }
  }
}
