package swiotlb.study.explore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import swiotlb.study.explore.Explored.Point;

/** How many timelines were known when. */
class CurveTest {
  @Test
  void itGoesFromNothingToTheEnd() {
    var curve = new Curve();
    assertThat(curve.upTo(0, 0)).containsExactly(new Point(0, 0));
    curve.add(1, 1);
    curve.add(4, 2);
    assertThat(curve.upTo(9, 2))
        .containsExactly(new Point(0, 0), new Point(1, 1), new Point(4, 2), new Point(9, 2));
    assertThat(curve.upTo(4, 2)).containsExactly(new Point(0, 0), new Point(1, 1), new Point(4, 2));
  }

  @Test
  void ofVeryManyItKeepsAFewHundred() {
    var curve = new Curve();
    for (var i = 1L; i <= 100_000; i++) {
      curve.add(i, i);
    }
    var points = curve.upTo(100_000, 100_000);
    assertThat(points)
        .hasSizeBetween(150, 402)
        .isSortedAccordingTo((a, b) -> Long.compare(a.schedules(), b.schedules()));
    assertThat(points).allMatch(point -> point.schedules() == point.timelines());
  }
}
