package swiotlb.study.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.figures.statistics.Finding;
import swiotlb.figures.statistics.StoppingRule;
import swiotlb.figures.statistics.StoppingRule.Decision;
import swiotlb.figures.statistics.WarmUp;
import swiotlb.study.vary.Axes;
import swiotlb.study.work.Crews;

class MeasuringTest {
  /** Think times and directions are random, so that replications differ. */
  private static final String RANDOM =
      """
      kernel = "swiotlb=2048,force"
      devices.d.jobs.j { cpus = all, count = 40, block = [{ bytes = 4 KiB, weight = 1 }, { bytes = 64 KiB, weight = 1 }] }
      """;

  private static final String FIXED =
      """
      kernel = "swiotlb=2048,force"
      devices.d.jobs.j { count = 20, block = 4 KiB, read-percent = 0 }
      """;

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Plan plan(List<Configuration> configurations, StoppingRule rule) {
    return new Plan(
        configurations, Metric.THROUGHPUT, new WarmUpRule.Found(), rule, 0.95, false, 7);
  }

  private List<Configuration> varied(String text, String... variations) throws IOException {
    return Configurations.read(
        List.of(file("s.conf", text)), Axes.read(List.of(variations), Map.of()), Map.of());
  }

  private static Outcome run(Plan plan, int threads) {
    return Measuring.run(plan, Crews.threads(threads), () -> false, fraction -> {});
  }

  @Test
  void rangesVaryAsTheyDoInSweeps() throws IOException {
    assertThat(varied(RANDOM, "cpus=1..4*2", "devices.d.bandwidth=100MiB"))
        .extracting(Configuration::name)
        .containsExactly(
            "cpus=1, devices.d.bandwidth=100MiB",
            "cpus=2, devices.d.bandwidth=100MiB",
            "cpus=4, devices.d.bandwidth=100MiB");
    assertThatThrownBy(() -> varied(RANDOM, "cpus=1..2000000000"))
        .hasMessageContaining("makes 2000000000 configurations");
  }

  @Test
  void aFileBesideItselfHasAnotherName() throws IOException {
    var file = file("s.conf", RANDOM);
    assertThat(Configurations.read(List.of(file, file), List.of(), Map.of()))
        .extracting(Configuration::name)
        .containsExactly("s", "s (2)");
  }

  @Test
  void aRealDifferenceIsFound() throws IOException {
    var outcome =
        run(plan(varied(RANDOM, "devices.d.bandwidth=100MiB,110MiB"), StoppingRule.fixed(6)), 2);
    assertThat(outcome.comparisons())
        .singleElement()
        .satisfies(
            comparison -> {
              assertThat(comparison.finding()).isEqualTo(Finding.HIGHER);
              assertThat(comparison.relativeDifference()).isBetween(0.01, 0.1);
            });
    assertThat(outcome.why()).isEqualTo(Decision.COMPLETE);
    assertThat(outcome.samples()).allMatch(Sample::isRandom).allMatch(Sample::isGood);
  }

  @Test
  void theSameDesignTwiceIsEqual() throws IOException {
    var twice =
        Configurations.read(
            List.of(file("a.conf", RANDOM), file("b.conf", RANDOM)), List.of(), Map.of());
    var outcome = run(plan(twice, StoppingRule.fixed(4)), 2);
    assertThat(outcome.comparisons().get(0).finding()).isEqualTo(Finding.EQUAL);
  }

  @Test
  void theNumberOfThreadsChangesNothing() throws IOException {
    var plan = plan(varied(RANDOM, "cpus=1,2,4"), new StoppingRule(4, 8, 0.0001));
    var one = run(plan, 1);
    var three = run(plan, 3);
    for (var i = 0; i < 3; i++) {
      assertThat(three.samples().get(i).replications())
          .isEqualTo(one.samples().get(i).replications());
    }
    assertThat(three.comparisons()).isEqualTo(one.comparisons());
    assertThat(three.replications()).isEqualTo(one.replications());
  }

  @Test
  void theSameReplicationHasTheSameSeedEverywhere() throws IOException {
    var outcome = run(plan(varied(RANDOM, "cpus=1,2"), StoppingRule.fixed(3)), 2);
    var seeds =
        outcome.samples().stream()
            .map(sample -> sample.replications().stream().map(Replication::seed).toList())
            .toList();
    assertThat(seeds.get(0)).doesNotHaveDuplicates().isEqualTo(seeds.get(1));
  }

  @Test
  void whatIsNotRandomStopsAtTheLeast() throws IOException {
    var outcome =
        run(
            plan(varied(FIXED, "devices.d.service-time=50us,60us"), new StoppingRule(4, 100, 0.01)),
            2);
    assertThat(outcome.why()).isEqualTo(Decision.NOTHING_RANDOM);
    assertThat(outcome.replications()).isEqualTo(4);
    assertThat(outcome.comparisons().get(0).finding()).isEqualTo(Finding.FIXED);
  }

  @Test
  void aSpentBudgetIsNoNarrowInterval() throws IOException {
    var outcome = run(plan(varied(RANDOM, "cpus=1,2"), new StoppingRule(3, 5, 1e-9)), 2);
    assertThat(outcome.why()).isEqualTo(Decision.SPENT);
    assertThat(outcome.replications()).isEqualTo(5);
    assertThat(outcome.widest()).isGreaterThan(1e-9);
  }

  @Test
  void runsOfTheWarmUpDoNotCount() throws IOException {
    var configurations = varied(RANDOM + "runs = 3\n");
    var plan =
        new Plan(
            configurations,
            Metric.THROUGHPUT,
            new WarmUpRule.First(1),
            StoppingRule.fixed(1),
            0.95,
            false,
            7);
    var replication = run(plan, 1).samples().get(0).replications().get(0);
    assertThat(replication.warmUp()).isEqualTo(WarmUp.given(1));
    assertThat(replication.runs()).hasSize(3);
    assertThat(replication.value(Metric.THROUGHPUT))
        .isEqualTo((replication.runs().get(1) + replication.runs().get(2)) / 2);
  }

  @Test
  void anInterruptedMeasurementHasWholeReplicationsOnly() throws IOException {
    var asked = new AtomicInteger();
    var outcome =
        Measuring.run(
            plan(varied(RANDOM, "cpus=1,2"), StoppingRule.fixed(50)),
            Crews.threads(2),
            () -> asked.incrementAndGet() > 5,
            fraction -> {});
    assertThat(outcome.interrupted()).isTrue();
    assertThat(outcome.samples()).allMatch(sample -> sample.replications().isEmpty());
    assertThat(outcome.comparisons().get(0).finding()).isEqualTo(Finding.TOO_FEW);
  }

  @Test
  void whatWasCompleteBeforeAnInterruptIsKept() throws IOException {
    var outcome =
        Measuring.run(
            plan(varied(FIXED), StoppingRule.fixed(1000)),
            Crews.threads(1),
            new InterruptAfter(20),
            part -> {});
    assertThat(outcome.interrupted()).isTrue();
    assertThat(outcome.replications()).isEqualTo(16);
  }

  /** Asked once before each replication of something short. */
  private static final class InterruptAfter implements BooleanSupplier {
    private final int most;
    private int asked;

    InterruptAfter(int most) {
      this.most = most;
    }

    @Override
    public boolean getAsBoolean() {
      return ++asked > most;
    }
  }

  @Test
  void aLatencyWithoutMappingsIsNone() throws IOException {
    var none = varied("kernel = \"swiotlb=noforce\"\ndevices.d.jobs.j { count = 2 }\n");
    var plan =
        new Plan(
            none, Metric.P99_MAP, new WarmUpRule.Found(), StoppingRule.fixed(3), 0.95, false, 7);
    assertThat(run(plan, 1).samples().get(0).values(Metric.P99_MAP)).containsOnly(Double.NaN);
  }

  @Test
  void allThatIsWrongIsToldAtOnce() throws IOException {
    var bad = file("bad.conf", "cpus = many\ndevices.d.jobs.j { count = 1 }\n");
    var real = file("real.conf", RANDOM + "mode = concurrent\n");
    assertThatThrownBy(() -> Configurations.read(List.of(bad, real), List.of(), Map.of()))
        .hasMessageContaining("bad.conf:1: cpus is many")
        .hasMessageContaining("mode is concurrent");
  }

  @Test
  void filesWithTheSameNameKeepTheirFolders() throws IOException {
    Files.createDirectory(folder.resolve("other"));
    var files = List.of(file("s.conf", FIXED), file("other/s.conf", FIXED));
    assertThat(Configurations.read(files, List.of(), Map.of()))
        .extracting(Configuration::name)
        .doesNotHaveDuplicates();
  }

  @Test
  void tooManyConfigurationsAreRefused() throws IOException {
    var many = "cpus=1,2,3,4,5,6,7,8,9,10,11";
    assertThatThrownBy(() -> varied(FIXED, many, many.replace("cpus", "runs")))
        .hasMessageContaining("121 configurations");
  }
}
