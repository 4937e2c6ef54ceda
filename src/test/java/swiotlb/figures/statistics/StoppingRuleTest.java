package swiotlb.figures.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import swiotlb.figures.statistics.StoppingRule.Decision;

class StoppingRuleTest {
  private static final StoppingRule RULE = new StoppingRule(10, 40, 0.01);

  @Test
  void nothingIsDecidedOnFew() {
    assertThat(RULE.after(9, 0, true)).isEqualTo(Decision.GO_ON);
    assertThat(RULE.next(0)).isEqualTo(10);
  }

  @Test
  void itSaysWhyItStopped() {
    assertThat(RULE.after(10, 0.009, true)).isEqualTo(Decision.NARROW);
    assertThat(RULE.after(10, 0.011, true)).isEqualTo(Decision.GO_ON);
    assertThat(RULE.after(40, 0.011, true)).isEqualTo(Decision.SPENT);
    assertThat(RULE.after(10, 0.5, false)).isEqualTo(Decision.NOTHING_RANDOM);
    assertThat(StoppingRule.fixed(20).after(20, 0.5, true)).isEqualTo(Decision.COMPLETE);
  }

  @Test
  void anIntervalThatIsNotKnownIsNotNarrow() {
    assertThat(RULE.after(20, Double.NaN, true)).isEqualTo(Decision.GO_ON);
    assertThat(RULE.after(40, Double.NaN, true)).isEqualTo(Decision.SPENT);
  }

  @Test
  void oneReplicationIsNotSaidToBeWithoutChance() {
    assertThat(StoppingRule.fixed(1).after(1, Double.NaN, false)).isEqualTo(Decision.COMPLETE);
  }

  @Test
  void stepsGrowAndEndAtTheBudget() {
    assertThat(RULE.next(10)).isEqualTo(12);
    assertThat(RULE.next(20)).isEqualTo(25);
    assertThat(RULE.next(39)).isEqualTo(40);
  }

  @Test
  void aRuleThatDoesNotHoldTogetherIsRefused() {
    assertThatThrownBy(() -> new StoppingRule(10, 5, 0.01)).hasMessageContaining("no rule");
    assertThatThrownBy(() -> new StoppingRule(2, 5, 0.01)).hasMessageContaining("at least 3");
    assertThatThrownBy(() -> new StoppingRule(10, 20, 1.5)).hasMessageContaining("no rule");
  }
}
