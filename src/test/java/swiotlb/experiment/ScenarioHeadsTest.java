package swiotlb.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.experiment.Simulations.run;
import static swiotlb.experiment.Simulations.scenario;

import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each scenario shows what its head says that one should look for, whatever the seed. */
class ScenarioHeadsTest {
  private static final Pattern FULL = Pattern.compile("total (\\d+) \\(slots\\), used (\\d+)");

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void firstGrowthGoesFromOneToFiveMebibytesAndNothingFails(long seed) {
    var result = run(scenario("first-growth").withSeed(seed));
    assertThat(result.ioTlbNslabs()).isEqualTo(2560);
    assertThat(result.growth())
        .filteredOn(step -> "published".equals(step.event()))
        .hasSize(4)
        .allMatch(step -> step.slots() == 512);
    assertThat(result.transientMaps()).isPositive();
    assertThat(result.failed()).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void loadSpikeTakesTransientPoolsAndQueuesGrowthOnce(long seed) {
    var result = run(scenario("load-spike").withSeed(seed));
    assertThat(result.transientMaps()).isEqualTo(112);
    assertThat(result.failed()).isZero();
    assertThat(result.growth())
        .extracting(step -> step.event())
        .containsExactly("queued", "started", "published");
    assertThat(result.ioTlbUsedHiwater()).isGreaterThan(2 * result.ioTlbNslabs());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void restrictedFillsUpAndNeverGrows(long seed) {
    var result = run(scenario("restricted").withSeed(seed));
    assertThat(result.failures()).containsOnlyKeys("no-free-run");
    assertThat(result.restricted().get(0).ioTlbUsedHiwater())
        .isEqualTo(result.restricted().get(0).ioTlbNslabs())
        .isEqualTo(256);
    assertThat(result.transientMaps()).isZero();
    assertThat(result.dynamicPools()).isZero();
    assertThat(result.growth()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void fullAlthoughHalfEmptyFailsAtLowUse(long seed) {
    var result = run(scenario("full-although-half-empty").withSeed(seed));
    assertThat(result.failures().get("no-free-run")).isGreaterThan(10);
    assertThat(result.log())
        .isNotEmpty()
        .allSatisfy(
            line -> {
              var match = FULL.matcher(line.text());
              assertThat(match.find()).as(line.text()).isTrue();
              assertThat(2 * Long.parseLong(match.group(2)))
                  .isLessThan(Long.parseLong(match.group(1)));
            });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void fullAlthoughHalfEmptyGrowsInsteadWhereItMay(long seed) {
    var result = run(scenario("full-although-half-empty", "dynamic", "true").withSeed(seed));
    assertThat(result.failed()).isZero();
    assertThat(result.dynamicPools()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void manyCpusWaitForTheLocksOfFewAreas(long seed) {
    var few = run(scenario("many-cpus-few-areas").withSeed(seed));
    var many =
        run(scenario("many-cpus-few-areas", "kernel", "swiotlb=32768,32,force").withSeed(seed));
    assertThat(few.mapLatency().percentile(50))
        .isGreaterThan(10 * many.mapLatency().percentile(50));
  }
}
