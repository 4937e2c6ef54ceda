package swiotlb.study.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.run.ScenarioRun;
import swiotlb.workload.Fault;

/**
 * Machines that are made up hold what they must, and it is seen if one does not; many more are
 * tried by {@link Swarms} itself.
 */
@Tag("slow")
class SwarmsTest {
  private static final long SEED = 7;

  @TempDir private Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private Swarms swarms(long schedules, Map<String, String> over) {
    return new Swarms(
        schedules, SEED, over, folder, new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void machinesOfManyKindsAreTriedAndNothingBreaks() throws IOException {
    var swarms = swarms(500, Map.of());
    assertThat(swarms.run(2)).as(said()).isTrue();
    assertThat(swarms.counts().schedules()).isEqualTo(500);
    assertThat(swarms.counts().happened(Fault.RESET)).isPositive();
    assertThat(said()).contains("10 machines, 500 schedules").contains("nothing broke");
    assertThat(folder).isEmptyDirectory();
  }

  /** A pool was taken away while a request was on its way to the round that only it served. */
  @ParameterizedTest
  @ValueSource(ints = {531, 543})
  void whatBrokeOnceHolds(int machine) {
    try (var runner = new ScenarioRun.Runner()) {
      var batch = SwarmBatch.run(runner, SwarmMachine.of(20261130, machine, Map.of()), 50);
      assertThat(batch.wrong()).isNull();
    }
  }

  @Test
  void theSameSeedMakesTheSameOnAnyNumberOfThreads() throws IOException {
    swarms(200, Map.of()).run(1);
    var onOne = said();
    said.reset();
    swarms(200, Map.of()).run(2);
    assertThat(said()).isEqualTo(onOne);
  }

  @Test
  void aPlantedMistakeIsFoundAndKeptSoThatItCanBeRepeated() throws IOException {
    assertThat(swarms(2_000, Map.of("design.planted", "find-then-take")).run(2)).isFalse();
    assertThat(said()).contains("BROKE").contains("repeat: ");
    try (var files = Files.list(folder);
        var runner = new ScenarioRun.Runner()) {
      var choices = files.filter(file -> file.toString().endsWith(".json")).sorted().findFirst();
      var kept = ChoicesFile.read(choices.orElseThrow());
      var scenario = Path.of(choices.orElseThrow().toString().replace(".json", ".conf"));
      var again = new RepeatedRun(kept);
      var ending =
          runner.run(
              new ScenarioReader().read(scenario, kept.overrides()),
              again.choices(),
              ScenarioRun.Options.plain().withSink(again.sink(null)).until(again::hasTooMany),
              List.of());
      assertThat(again.differences()).isEmpty();
      assertThat(Finding.of(again.ended(ending))).isNotNull();
    }
  }

  @Test
  void aDriverThatDoesNotSyncIsCountedAndBreaksNothing() throws IOException {
    var swarms = swarms(500, Map.of("faults.forgotten-sync-per-mille", "1000"));
    assertThat(swarms.run(2)).as(said()).isTrue();
    assertThat(swarms.counts().driversOwn()).isPositive();
  }
}
