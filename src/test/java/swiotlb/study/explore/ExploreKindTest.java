package swiotlb.study.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.explore.Lateness;
import swiotlb.input.InputException;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.run.ScenarioRun;
import swiotlb.study.work.JobPlace;
import swiotlb.study.work.Workbench;

/** Batches that are told as text, and come back as bytes. */
class ExploreKindTest {
  private static final Path FILE = Path.of("simulations/races/unlocked-counter.conf");
  private static final Map<String, String> CHECKED = Map.of("invariants", "true");

  private final ScenarioRun.Runner runner = new ScenarioRun.Runner();
  private final ExplorePlan plan =
      new ExplorePlan(
          new ScenarioReader().read(FILE, CHECKED),
          StrategyName.PCT,
          7,
          600,
          0,
          2,
          false,
          new Lateness(1),
          true);

  @AfterEach
  void stop() {
    runner.close();
  }

  private BatchWork work(int number) {
    return new BatchWork(plan, number, System.nanoTime(), () -> false);
  }

  private Workbench bench(String description) {
    var folder = FILE.toAbsolutePath().getParent();
    return new ExploreKind().open(new JobPlace(folder, Optional.empty()), description);
  }

  @Test
  void aBatchComesToTheSameElsewhere() {
    var job = ExploreKind.job(plan, FILE, CHECKED);
    var bench = bench(job.description());
    for (var number : List.of(0, 1)) {
      var work = work(number);
      var elsewhere = work.read(bench.run(work.text(job.files()), runner));
      assertThat(elsewhere).isEqualTo(work.here(runner));
      assertThat(elsewhere.found()).isNotEmpty();
    }
  }

  @Test
  void whatIsNoResultOfTheBatchIsRefused() {
    var job = ExploreKind.job(plan, FILE, CHECKED);
    var second = bench(job.description()).run("1", runner);
    assertThatThrownBy(() -> work(0).read(second)).hasMessage("no result of batch 0");
    for (var wrong :
        List.of("", "{}", "[1]", text(second).replace("\"schedules\":100", "\"schedules\":101"))) {
      assertThatThrownBy(() -> work(1).read(wrong.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "2", "two", "99999999999"})
  void whatNamesNoBatchIsRefused(String text) {
    var bench = bench(ExploreKind.job(plan, FILE, CHECKED).description());
    assertThatThrownBy(() -> bench.run(text, runner))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is no batch of 2");
  }

  @Test
  void aScenarioThatDidNotComeWithTheJobIsRefused() {
    var other =
        ExploreKind.job(plan, FILE, CHECKED).description().replace("unlocked-", "../races/no-");
    assertThatThrownBy(() -> bench(other)).isInstanceOf(InputException.class);
  }
}
