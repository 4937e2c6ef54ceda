package swiotlb.study.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Odds that no run is free, by the allocator itself. */
class OddsTest {
  private static final List<Long> SMALL = List.of(4096L);

  private static double of(long slots, int areas, long used, long bytes) {
    return new Odds().ofNoRun(slots, areas, used, bytes, SMALL).orElseThrow();
  }

  @Test
  void anEmptyPoolHasARunAndAFullOneNone() {
    assertThat(of(1024, 4, 0, 262144)).isZero();
    assertThat(of(1024, 4, 1024, 2048)).isEqualTo(1);
  }

  @Test
  void aLargeMappingFailsWhereSmallBuffersLieInEverySlotSet() {
    assertThat(of(4096, 4, 2048, 262144)).isEqualTo(1);
    assertThat(of(4096, 4, 2048, 4096)).isZero();
  }

  @Test
  void moreInUseIsNeverBetter() {
    var last = 0.0;
    for (var used = 0; used <= 1024; used += 128) {
      var now = of(1024, 4, used, 32768);
      assertThat(now).isGreaterThanOrEqualTo(last - 0.1);
      last = now;
    }
    assertThat(last).isEqualTo(1);
  }

  @Test
  void theSameQuestionHasTheSameAnswer() {
    assertThat(of(1024, 4, 600, 32768)).isEqualTo(of(1024, 4, 600, 32768));
  }

  @Test
  void buffersThatNeverReachTheUseExactlyEndAllTheSame() {
    assertThat(new Odds().ofNoRun(512, 4, 131, 65536, List.of(65536L, 262144L))).isPresent();
  }

  @Test
  void whatNoPoolHasIsNotWorkedOut() {
    assertThat(new Odds().ofNoRun(1L << 40, 4, 7, 4096, SMALL)).isEmpty();
    assertThat(new Odds().ofNoRun(512, 4, 513, 4096, SMALL)).isEmpty();
    assertThat(new Odds().ofNoRun(64, 1, 7, 4096, SMALL)).isEmpty();
  }

  @Test
  void aLogOfManyPoolsEndsSoon() {
    var odds = new Odds();
    var known = 0;
    for (var used = 0; used < 600; used++) {
      known += odds.ofNoRun(512, 4, used % 512, 4096, SMALL).isPresent() ? 1 : 0;
    }
    assertThat(known).isBetween(40, 150);
  }

  @Test
  void areasAreAsManyAsTheSlotsAllow() {
    assertThat(Odds.areas(32768, 16)).isEqualTo(16);
    assertThat(Odds.areas(512, 16)).isEqualTo(4);
    assertThat(Odds.areas(384, 16)).isEqualTo(2);
  }
}
