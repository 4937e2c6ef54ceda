package swiotlb.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How fast a run goes. */
class PaceTest {
  /** Asked before each wait: after so many times nobody wants to wait any more. */
  private static boolean comesInTime(Pace pace) {
    var asked = new int[1];
    pace.awaitTurn(() -> ++asked[0] > 1, () -> {});
    return asked[0] <= 1;
  }

  @Test
  void atFirstNothingHoldsIt() {
    var pace = new Pace(false);
    assertThat(pace.holds()).isFalse();
    assertThat(comesInTime(pace)).isTrue();
  }

  @Test
  void whilePausedOneStepIsOneMessage() {
    var pace = new Pace(true);
    assertThat(comesInTime(pace)).isFalse();
    pace.step();
    assertThat(comesInTime(pace)).isTrue();
    assertThat(comesInTime(pace)).isFalse();
    pace.go();
    assertThat(comesInTime(pace)).isTrue();
  }

  @Test
  void stepsThatWereNotTakenAreForgottenOnceItGoesOn() {
    var pace = new Pace(true);
    pace.step();
    pace.step();
    pace.go();
    pace.pause();
    assertThat(comesInTime(pace)).isFalse();
    pace.step();
    pace.step();
    pace.go();
    pace.step();
    assertThat(comesInTime(pace)).isFalse();
  }

  @Test
  void itSaysThatItStandsAlsoIfItIsPausedWhileItWaits() {
    var pace = new Pace(false);
    pace.speed(1);
    assertThat(comesInTime(pace)).isTrue();
    var stands = new int[1];
    var asked = new int[1];
    pace.awaitTurn(
        () -> {
          if (++asked[0] == 2) {
            pace.pause();
          }
          return asked[0] > 4;
        },
        () -> stands[0]++);
    assertThat(stands[0]).isEqualTo(1);
  }

  @Test
  void aStepOfWhatRunsPausesIt() {
    var pace = new Pace(false);
    pace.step();
    assertThat(pace.isPaused()).isTrue();
    assertThat(comesInTime(pace)).isFalse();
  }

  @Test
  void soManyASecondWaitsBetweenThem() {
    var pace = new Pace(false);
    pace.speed(1);
    assertThat(comesInTime(pace)).isTrue();
    assertThat(comesInTime(pace)).isFalse();
    pace.speed(0);
    assertThat(comesInTime(pace)).isTrue();
  }
}
