package swiotlb.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.figures.RunFigures;
import swiotlb.input.InputException;
import swiotlb.input.ScenarioException;
import swiotlb.time.Choices;

class SimulatorTest {
  private static final String SCENARIO =
      "kernel = \"swiotlb=512,force\", cpus = 2, devices.sata0.jobs.load { count = 200, depth = 8 }";

  @TempDir private static Path folder;

  @Test
  void settingsAreLaidOverAFileAndTold() {
    var simulation = Simulation.read(Path.of("simulations/first-growth.conf")).with("seed", "5");
    assertThat(simulation.name()).isEqualTo("first-growth");
    assertThat(simulation.seed()).isEqualTo(5);
    assertThat(simulation.isVirtual()).isTrue();
    assertThat(simulation.settings())
        .containsEntry("devices.sata0.jobs.load.depth", "17")
        .containsEntry("cpus", "4");
  }

  @Test
  void oneSimulatorGivesTheSameAsOneForEachRun() {
    var simulation = Simulation.of("small", SCENARIO);
    try (var simulator = new Simulator()) {
      assertThat(simulator.run(simulation).figures())
          .hasToString(simulation.run().figures().toString())
          .hasToString(simulator.run(simulation).figures().toString());
    }
  }

  @Test
  void eachRunOfAScenarioHasItsFigures() {
    var result = Simulation.of("small", SCENARIO).with("runs", "2").run();
    assertThat(result.isWhole()).isTrue();
    assertThat(result.runs()).hasSize(2).last().isSameAs(result.figures());
    assertThat(result.figures().get(RunFigures.MAPS)).isEqualTo(200);
  }

  @Test
  void everythingThatIsWrongIsTold() {
    var simulation = Simulation.of("small", SCENARIO);
    assertThatThrownBy(() -> simulation.with("cpus", "many"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("cpus is many, not a whole number");
  }

  @Test
  void aRunThatWasEndedEarlyGivesNoFigures() {
    var asked = new AtomicInteger();
    var options = RunOptions.plain().until(() -> asked.incrementAndGet() > 1);
    var result = Simulation.of("long", SCENARIO).with("runs", "100000").run(options);
    assertThat(result.isWhole()).isFalse();
    assertThat(result.runs()).isNotEmpty();
    assertThatThrownBy(result::figures)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("long was ended early");
  }

  @Test
  void optionsServeManyRunsAndEachBeginsAnew() throws IOException {
    var simulation = Simulation.of("small", SCENARIO);
    var seeded = RunOptions.plain().seeded(3).recordingChoices();
    var made = simulation.run(seeded).choices();
    assertThat(made).isNotEmpty().isEqualTo(simulation.run(seeded).choices());

    var given = RunOptions.plain().given(made).recordingChoices();
    assertThat(simulation.run(given).choices()).isEqualTo(made);
    assertThat(simulation.run(given).choices()).isEqualTo(made);
  }

  @ParameterizedTest
  @ValueSource(strings = {"load-spike", "first-growth", "mixed-devices", "fragmented-host"})
  void givenChoicesMakeTheSameMessages(String name) throws IOException {
    var simulation = Simulation.read(Path.of("simulations", name + ".conf"));
    var first = folder.resolve(name + "-first.jsonl");
    var again = folder.resolve(name + "-again.jsonl");
    var recording = RunOptions.plain().recordingChoices();
    var made = simulation.run(recording.seeded(7).tracedTo(first)).choices();
    assertThat(simulation.run(recording.given(made).tracedTo(again)).choices()).isEqualTo(made);
    var messages = Files.readAllLines(first);
    assertThat(Files.readAllLines(again).subList(1, messages.size()))
        .isEqualTo(messages.subList(1, messages.size()));
  }

  @Test
  void choicesThatWereNotRecordedAreNotMadeUp() {
    var result = Simulation.of("small", SCENARIO).run();
    assertThatThrownBy(result::choices)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("run it with RunOptions.recordingChoices()");
  }

  @Test
  void threadsMakeTheirOwnChoices() {
    var concurrent = Simulation.of("small", SCENARIO).with("mode", "concurrent");
    assertThat(concurrent.run().figures().get(RunFigures.MAPS)).isEqualTo(200);
    assertThatThrownBy(() -> concurrent.run(RunOptions.plain().choosing(Choices::inOrder)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("choose in virtual mode");
  }

  @Test
  void aTraceIsReadBackMessageByMessage() throws IOException {
    var file = folder.resolve("small.jsonl.gz");
    var run = Simulation.of("small", SCENARIO).run(RunOptions.plain().tracedTo(file)).figures();
    try (var trace = Trace.open(file)) {
      assertThat(trace.scenario()).hasValue("small");
      assertThat(trace.isVirtual()).isTrue();
      assertThat(trace.selection()).isEmpty();
      assertThat(trace.messages().filter(message -> message.atNs().isPresent()).count())
          .isEqualTo(run.get(RunFigures.DELIVERIES));
      assertThat(trace.flaw()).isEmpty();
    }
  }

  @Test
  void fieldsOfAMessageAreToldByTheirPaths() throws IOException {
    var file = folder.resolve("fields.jsonl");
    var unused = Simulation.of("small", SCENARIO).run(RunOptions.plain().tracedTo(file)).figures();
    try (var trace = Trace.open(file)) {
      var request =
          trace
              .messages()
              .filter(m -> m.type().equals("Area.MapRequest"))
              .findFirst()
              .orElseThrow();
      assertThat(request.number("request.demand.slots").orElseThrow()).isPositive();
      assertThat(request.number("request.nothing")).isEmpty();
      assertThat(request.text("request.client")).isPresent();
    }
  }

  @Test
  void aTraceThatIsCutSaysSo() throws IOException {
    var file = folder.resolve("cut.jsonl");
    var unused = Simulation.of("small", SCENARIO).run(RunOptions.plain().tracedTo(file)).figures();
    var lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, lines.size() / 2));
    try (var trace = Trace.open(file)) {
      assertThat(trace.messages().count()).isEqualTo(lines.size() / 2 - 1);
      assertThat(trace.flaw()).hasValueSatisfying(flaw -> assertThat(flaw).contains("cut.jsonl"));
    }
  }

  @Test
  void aTraceThatCannotBeWrittenIsRefused() {
    var simulation = Simulation.of("small", SCENARIO);
    var nowhere = RunOptions.plain().tracedTo(folder.resolve("none/trace.jsonl"));
    assertThatThrownBy(() -> simulation.run(nowhere))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("name a file in a writable folder");
  }

  @Test
  void aDiskThatIsFullIsTold() throws IOException {
    var full = Files.createSymbolicLink(folder.resolve("full.jsonl"), Path.of("/dev/full"));
    assertThatThrownBy(
            () -> Simulation.of("small", SCENARIO).run(RunOptions.plain().tracedTo(full)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("full.jsonl: cannot be written");
  }
}
