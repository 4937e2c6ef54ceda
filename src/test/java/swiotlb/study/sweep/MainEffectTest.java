package swiotlb.study.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import swiotlb.study.vary.Axis;

/** Which setting matters. */
class MainEffectTest {
  private static List<Axis> axes(String... texts) {
    return Stream.of(texts).map(Axis::parse).toList();
  }

  private static List<MainEffect> effects(
      List<Axis> axes, String sample, ToDoubleFunction<Point> figure) {
    var points = new ArrayList<Tally.Seen>();
    for (var point : Sampling.Choice.parse(sample).over(axes, 1).next(List.of())) {
      var figures = Map.of(MainFigure.THROUGHPUT, figure.applyAsDouble(point));
      var run = new Tally.Run(1, 1, 1, "kind", "done", "", figures);
      points.add(new Tally.Seen(point.number(), point.settings(), List.of(run)));
    }
    return MainEffect.of(MainFigure.THROUGHPUT, axes, points);
  }

  @Test
  void theSettingThatDecidesComesFirst() {
    var effects =
        effects(axes("a=1..5", "b=1..5"), "grid", p -> p.at().get(0) + 10 * p.at().get(1));
    assertThat(effects).extracting(MainEffect::path).containsExactly("b", "a");
    assertThat(effects.get(0).share()).isGreaterThan(0.95);
    assertThat(effects.get(0).least()).isEqualTo(new MainEffect.Level("1", 2));
    assertThat(effects.get(0).most()).isEqualTo(new MainEffect.Level("5", 42));
  }

  @Test
  void whatSettingsDoTogetherIsInNone() {
    var effects = effects(axes("a=0,1", "b=0,1"), "grid", p -> p.at().get(0) ^ p.at().get(1));
    assertThat(effects).allSatisfy(effect -> assertThat(effect.share()).isZero());
  }

  @Test
  void chanceAloneExplainsNothing() {
    var random = new SplittableRandom(3);
    var effects = effects(axes("a=1..1000", "b=1..1000"), "lhs:400", p -> random.nextDouble());
    assertThat(effects).allSatisfy(effect -> assertThat(effect.share()).isLessThan(0.02));
  }

  @Test
  void manyValuesAreTakenTogether() {
    var effects = effects(axes("a=1..100"), "grid", p -> p.at().get(0));
    assertThat(effects).singleElement().satisfies(e -> assertThat(e.share()).isGreaterThan(0.9));
    assertThat(effects.get(0).least().values()).isEqualTo("1 to 25");
    assertThat(effects.get(0).most().values()).isEqualTo("76 to 100");
    assertThat(effects.get(0).most().mean()).isCloseTo(87, within(0.6));
  }

  /** Each point has a value of its own of both, and both cannot explain everything. */
  @Test
  void asManyValuesAsPointsExplainNothingByThemselves() {
    var numbers = effects(axes("a=1..8", "b=1..8"), "lhs:8", p -> p.at().get(1));
    assertThat(numbers.get(0).path()).isEqualTo("b");
    assertThat(numbers.get(0).share()).isGreaterThan(0.7);
    assertThat(numbers).filteredOn(e -> e.path().equals("a")).allMatch(e -> e.share() < 0.7);
    assertThat(effects(axes("a=u,v,w", "b=x,y,z"), "lhs:3", p -> p.at().get(1))).isEmpty();
    assertThat(effects(axes("a=u,v,w"), "grid", p -> p.at().get(0)))
        .singleElement()
        .satisfies(e -> assertThat(e.share()).isEqualTo(1));
  }

  @Test
  void aFigureThatIsTheSameEverywhereHasNoEffects() {
    assertThat(effects(axes("a=1..5"), "grid", p -> 7)).isEmpty();
  }
}
