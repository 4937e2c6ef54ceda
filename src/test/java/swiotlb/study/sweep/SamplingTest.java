package swiotlb.study.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.InputException;
import swiotlb.study.vary.Axis;

/** Which points are run. */
class SamplingTest {
  private static List<Axis> axes(String... texts) {
    return Stream.of(texts).map(Axis::parse).toList();
  }

  private static List<Point> points(String sample, long seed, String... axes) {
    return Sampling.Choice.parse(sample).over(axes(axes), seed).next(List.of());
  }

  @Test
  void aGridHasEveryPointOnceWithTheLastAxisFastest() {
    var points = points("grid", 1, "a=1..3", "b=x,y");
    assertThat(points.stream().sorted(Comparator.comparingLong(Point::number)))
        .extracting(point -> point.settings().toString())
        .containsExactly(
            "{a=1, b=x}", "{a=1, b=y}", "{a=2, b=x}", "{a=2, b=y}", "{a=3, b=x}", "{a=3, b=y}");
  }

  @Test
  void aGridIsNotRunAlongItsAxes() {
    assertThat(points("grid", 1, "a=1..100").stream().map(Point::number))
        .hasSize(100)
        .isNotEqualTo(IntStream.rangeClosed(1, 100).mapToObj(Long::valueOf).toList());
  }

  @Test
  void withoutAxesThereIsOnePoint() {
    assertThat(points("grid", 1))
        .singleElement()
        .extracting(Point::settings)
        .isEqualTo(new HashMap<>());
  }

  @Test
  void aLatinHypercubeHasEachStratumOnce() {
    var points = points("lhs:200", 7, "a=1..200000", "b=1..200", "c=0..0.9999 step 0.0001");
    assertThat(points).hasSize(200);
    for (var axis = 0; axis < 3; axis++) {
      var size = List.of(200_000L, 200L, 10_000L).get(axis);
      var strata = new HashSet<Long>();
      for (var point : points) {
        strata.add(point.at().get(axis) * 200 / size);
      }
      assertThat(strata).as("axis " + axis).hasSize(200);
    }
  }

  @Test
  void valuesThatAreFewerThanPointsAreTakenEvenly() {
    var counts = new HashMap<String, Integer>();
    for (var point : points("lhs:100", 7, "a=x,y,z", "b=1..100")) {
      counts.merge(point.settings().get("a"), 1, Integer::sum);
    }
    assertThat(counts.values()).hasSize(3).allMatch(count -> count == 33 || count == 34);
  }

  @Test
  void anAxisOfALatinHypercubeSaysNothingOfAnother() {
    var points = points("lhs:400", 3, "a=1..400", "b=1..400");
    var mean = 199.5;
    var covariance =
        points.stream()
            .mapToDouble(p -> (p.at().get(0) - mean) * (p.at().get(1) - mean))
            .average()
            .orElseThrow();
    assertThat(Math.abs(covariance / (400.0 * 400 / 12))).isLessThan(0.2);
  }

  @Test
  void aLatinHypercubeIsNotRunAlongAnAxis() {
    var points = points("lhs:50", 3, "a=1..1000", "b=1..1000");
    for (var axis : List.of(0, 1)) {
      assertThat(points.stream().map(point -> point.at().get(axis)))
          .isNotEqualTo(points.stream().map(point -> point.at().get(axis)).sorted().toList());
    }
  }

  /** The same machine with the same seeds is one result, and not evidence twice. */
  @Test
  void noPointIsTakenTwice() {
    for (var sample : List.of("lhs:40", "diverse:40")) {
      assertThat(points(sample, 3, "a=1,2", "b=x,y,z"))
          .as(sample)
          .hasSizeLessThanOrEqualTo(6)
          .extracting(Point::at)
          .doesNotHaveDuplicates();
    }
    var lhs = Sampling.Choice.parse("lhs:40").over(List.of(Axis.parse("a=1,2")), 1);
    assertThat(lhs.size()).isEqualTo(2);
    assertThat(lhs.next(List.of())).extracting(Point::number).containsExactlyInAnyOrder(1L, 2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grid", "lhs:20", "diverse:20"})
  void pointsAreAFunctionOfTheSeed(String sample) {
    assertThat(points(sample, 5, "a=1..20", "b=1..20"))
        .isEqualTo(points(sample, 5, "a=1..20", "b=1..20"))
        .isNotEqualTo(points(sample, 6, "a=1..20", "b=1..20"));
  }

  @Test
  void aSecondBatchComesFromDiverseOnly() {
    for (var sample : List.of("grid", "lhs:3")) {
      var sampling = Sampling.Choice.parse(sample).over(axes("a=1..3"), 1);
      sampling.next(List.of());
      assertThat(sampling.next(List.of())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lhs",
        "lhs:0",
        "lhs:-1",
        "lhs:1e3",
        "sobol:10",
        "",
        "diverse:10001",
        "lhs:100001"
      })
  void aSampleThatIsNotKnownIsRefused(String text) {
    assertThatThrownBy(() -> Sampling.Choice.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--sample");
  }

  @Test
  void aGridThatIsTooLargeIsRefusedWithItsSize() {
    assertThatThrownBy(
            () -> points("grid", 1, "a=1..2000000000", "b=1..2000000000", "c=1..2000000000"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("8000000000000000000000000000")
        .hasMessageContaining("--sample");
  }
}
