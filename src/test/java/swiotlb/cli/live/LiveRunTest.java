package swiotlb.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.run.RunObserver;
import swiotlb.study.run.ScenarioRun;

/** What a page is told of a run. */
class LiveRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Board board = new Board();
  private final List<Measured> runs = new ArrayList<>();
  private final List<String> halfway = new ArrayList<>();

  private static Scenario scenario(String name, String mode) {
    return new ScenarioReader()
        .read(Path.of("simulations/" + name + ".conf"), Map.of("mode", mode));
  }

  private LiveRun watch(Scenario scenario) {
    return new LiveRun(scenario, 1, board, new Pace(false), () -> false);
  }

  private JsonNode shown() throws IOException, InterruptedException {
    return JSON.readTree(board.newerThan(0, 0).json());
  }

  private void run(Scenario scenario, LiveRun live) {
    ScenarioRun.run(
        scenario,
        live.watching(ScenarioRun.Options.plain()),
        List.of(live, RunObserver.ofRuns(runs::add)));
    live.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "concurrent"})
  void atTheEndItSaysWhatTheRunSays(String mode) throws Exception {
    var scenario = scenario("first-growth", mode);
    var live = watch(scenario);
    run(scenario, live);

    var end = shown();
    var figures = runs.get(0);
    assertThat(end.at("/counts/maps").asLong()).isEqualTo(figures.get(RunFigures.MAPS));
    assertThat(end.at("/counts/unmaps").asLong()).isEqualTo(figures.get(RunFigures.MAPS));
    assertThat(figures.get(RunFigures.FAILURES)).isEmpty();
    assertThat(end.at("/counts/failed").asLong()).isZero();
    assertThat(end.at("/counts/unanswered").asLong()).isZero();
    assertThat(end.at("/counters/io_tlb_nslabs").asLong())
        .isEqualTo(figures.get(RunFigures.IO_TLB_NSLABS));
    assertThat(end.at("/counters/io_tlb_used").asLong()).isZero();
    assertThat(slots(end, "slots")).isEqualTo(figures.get(RunFigures.IO_TLB_NSLABS));
    assertThat(slots(end, "used")).isZero();
    assertThat(end.at("/transient/pools").asInt()).isZero();
    assertThat(end.at("/hasEnded").asBoolean()).isTrue();
    assertThat(end.at("/messages")).isEmpty();
  }

  @Test
  void whereThereIsNoPoolDevicesAreSeenToFail() throws Exception {
    var scenario = scenario("swiotlb-none", "virtual");
    var live = watch(scenario);
    run(scenario, live);
    var failures = RunFigures.failed(runs.get(0));
    assertThat(shown().at("/counts/failed").asLong()).isPositive().isEqualTo(failures);
    assertThat(shown().at("/pools")).isEmpty();
    assertThat(shown().at("/devices")).isNotEmpty();
  }

  private static long slots(JsonNode state, String what) {
    var sum = 0L;
    for (var pool : state.at("/pools")) {
      sum += pool.get("restricted").asText().isEmpty() ? pool.get(what).asLong() : 0;
    }
    return sum;
  }

  /** Looks in the middle of a run; what is used is what the kernel counts. */
  @ParameterizedTest
  @ValueSource(strings = {"first-growth", "mixed-devices", "confidential-spike", "restricted"})
  void usedSlotsAreThoseOfTheCounters(String name) throws Exception {
    var scenario = scenario(name, "virtual");
    var live = watch(scenario);
    var looks = new int[1];
    var options =
        live.watching(
            ScenarioRun.Options.plain()
                .telling(
                    ofAll -> {
                      var to = JSON.createObjectNode();
                      live.picture().describe(to);
                      looks[0]++;
                      compare(to);
                    }));
    ScenarioRun.run(scenario, options, List.of(live));
    live.close();
    assertThat(looks[0]).isPositive();
    assertThat(halfway).isEmpty();
  }

  private void compare(JsonNode state) {
    var counted = state.at("/counters/io_tlb_used").asLong();
    var seen = slots(state, "used") + state.at("/transient/slots").asLong();
    if (seen != counted) {
      halfway.add(counted + " are used, " + seen + " seen");
    }
  }

  @Test
  void newsTellOfPools() throws Exception {
    var scenario = scenario("first-growth", "virtual");
    var live = watch(scenario);
    run(scenario, live);
    assertThat(shown().at("/news").toString())
        .contains("pool published: 512 slots in 4 areas", "growth queued");
  }

  @Test
  void aCellIsFullOrEmptyOnlyIfAllOfItIs() {
    assertThat(SlotCells.level(0, 128)).isZero();
    assertThat(SlotCells.level(1, 128)).isEqualTo(1);
    assertThat(SlotCells.level(127, 128)).isEqualTo(8);
    assertThat(SlotCells.level(128, 128)).isEqualTo(9);
  }

  @Test
  void wantedSlotsAreKnownThoughPlacesAreTaken() {
    var wanted = new WantedSlots();
    assertThat(wanted.put(5, 32)).isTrue();
    assertThat(wanted.put(5 + 1024, 64)).isTrue();
    assertThat(wanted.put(5 + 1024, 64)).as("once more").isFalse();
    assertThat(wanted.take(5)).isEqualTo(32);
    assertThat(wanted.put(5 + 1024, 64)).as("and again").isFalse();
    assertThat(wanted.take(5 + 1024)).isEqualTo(64);
    assertThat(wanted.take(5 + 1024)).isZero();
  }
}
