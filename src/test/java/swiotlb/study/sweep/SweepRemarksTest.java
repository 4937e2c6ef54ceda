package swiotlb.study.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SweepRemarksTest {
  private final SweepRemarks remarks = new SweepRemarks();

  @Test
  void eachIsSaidOnceWithWhereItHolds() {
    remarks.add(List.of("everywhere", "here"));
    remarks.add(List.of("everywhere"));
    assertThat(remarks.lines()).containsExactly("everywhere", "here (at 1 of 2 points)");
  }

  @Test
  void ofVeryManyTheFirstAreSaidAndTheOthersCounted() {
    for (var i = 0; i < SweepRemarks.MOST + 5; i++) {
      remarks.add(List.of("512 slots become " + i));
    }
    assertThat(remarks.lines())
        .hasSize(SweepRemarks.MOST + 1)
        .last()
        .asString()
        .startsWith("5 more remarks of this kind");
  }
}
