package swiotlb.kernel.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PageStatesTest {
  private static PageStates states(long limitBytes, int refusedPerMille, int stuckPerMille) {
    return new PageStates(limitBytes, refusedPerMille, stuckPerMille, new SplittableRandom(1));
  }

  @Test
  void aWillingHypervisorSharesAndTakesBackEverything() {
    var states = states(0, 0, 0);
    assertThat(states.share(1024)).isTrue();
    assertThat(states.share(256)).isTrue();
    assertThat(states.unshare(1024)).isTrue();
    assertThat(states.sharedPages()).isEqualTo(256);
    assertThat(states.calls()).isEqualTo(3);
    assertThat(states.pagesChanged()).isEqualTo(1024 + 256 + 1024);
    assertThat(states.refusals()).isZero();
  }

  @Test
  void noMoreThanTheLimitIsShared() {
    var states = states(10 * 4096 + 4095, 0, 0);
    assertThat(states.share(11)).isFalse();
    assertThat(states.share(10)).isTrue();
    assertThat(states.share(1)).isFalse();
    assertThat(states.refusals()).isEqualTo(2);
    assertThat(states.sharedPages()).isEqualTo(10);
  }

  @Test
  void pagesLeftInDoubtAreEncryptedAgainWithoutChangingWhatIsShared() {
    var states = states(10 * 4096, 0, 0);
    states.share(8);
    states.share(4);
    assertThat(states.unshare(4)).isTrue();
    assertThat(states.sharedPages()).isEqualTo(8);
    assertThat(states.pagesChanged()).isEqualTo(8);
    assertThat(states.unshare(8)).isTrue();
    assertThat(states.sharedPages()).isZero();
  }

  @Test
  void stuckPagesStaySharedAndCountAgainstTheLimit() {
    var states = states(10 * 4096, 0, 1000);
    states.share(8);
    assertThat(states.unshare(8)).isFalse();
    assertThat(states.leakedPages()).isEqualTo(8);
    assertThat(states.sharedPages()).isEqualTo(8);
    assertThat(states.share(3)).isFalse();
    assertThat(states.unshare(3)).isFalse();
    assertThat(states.leakedPages()).isEqualTo(11);
    assertThat(states.sharedPages()).isEqualTo(8);
  }

  @Test
  void chanceRefusesItsShare() {
    var states = states(0, 250, 0);
    for (var i = 0; i < 10_000; i++) {
      states.share(1);
    }
    assertThat(states.refusals()).isBetween(2300L, 2700L);
    assertThat(states.sharedPages()).isEqualTo(10_000 - states.refusals());
  }

  @Test
  void whatIsNotSharedCannotBeEncryptedAgain() {
    var states = states(0, 0, 0);
    states.share(1);
    assertThatThrownBy(() -> states.unshare(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 pages cannot be encrypted again: 1 are shared, 0 in doubt");
  }

  @Test
  void oddsAreOutOfAThousand() {
    assertThatThrownBy(() -> states(0, 1001, 0))
        .hasMessage("1001 of 1000 changes cannot be refused; 0 to 1000 can");
    assertThatThrownBy(() -> states(0, 0, -1)).hasMessageContaining("stuck");
    assertThatThrownBy(() -> states(-1, 0, 0)).hasMessageContaining("-1 bytes");
  }
}
