package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exploration as a user meets it. */
class ExploreCommandTest {
  @TempDir Path folder;

  private Path scenario;

  @BeforeEach
  void aScenario() throws IOException {
    scenario =
        Files.writeString(
            folder.resolve("few.conf"),
            """
            kernel = "swiotlb=256,2,force"
            cpus = 2
            memory = 64 MiB
            devices.disk.jobs.load { cpus = all, block = 16 KiB, context = interrupt, count = 2 }
            """);
  }

  private Invocation explore(Object... words) {
    var all = new ArrayList<Object>(List.of("explore", scenario, "--out", folder.resolve("found")));
    all.addAll(List.of(words));
    return Invocation.of(all.toArray());
  }

  @Test
  void whereNothingGoesWrongItSaysHowMuchWasTried() {
    var said = explore("--budget", 200);
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .startsWith("few: 200 schedules (random, seed 1), ")
        .contains("nothing went wrong in these; orders that were not tried may be wrong");
    assertThat(folder.resolve("found")).doesNotExist();
    assertThat(explore("--budget", 200, "--threads", 1).out()).isEqualTo(said.out());
    assertThat(explore("--budget", 200, "--seed", 2).out()).isNotEqualTo(said.out());
  }

  @Test
  void everyOrderIsSaidToBeAll() {
    var set = List.of("--set", "devices.disk.jobs.load.count=1");
    var all = explore("--strategy", "exhaustive", set.get(0), set.get(1));
    assertThat(all.out()).contains("every order: all ").doesNotContain("NOT every order");
    var some = explore("--strategy", "exhaustive", "--budget", 5, set.get(0), set.get(1));
    assertThat(some.out()).contains("NOT every order: ");
  }

  @Test
  void whatGoesWrongIsKeptAndRepeated() {
    var found = explore("--set", "faults.forgotten-sync-per-mille=100", "--budget", 500);
    assertThat(found.code()).isEqualTo(1);
    var choices = folder.resolve("found/choices.json");
    assertThat(found.out())
        .contains("an actor fails", "the driver forgets to sync mapping")
        .contains("run " + scenario + " --choices " + choices);
    assertThat(found.out())
        .contains("the nearest schedule that does not fail: everything in order")
        .contains("they part first at /user/allocator/pool-0/area-0, after ")
        .contains("  failing: nothing more", "  passing: Unmap{mapping ");
    for (var ending : List.of(".json", ".jsonl", ".svg")) {
      assertThat(folder.resolve("found/choices" + ending)).exists();
      assertThat(folder.resolve("found/choices-passing" + ending)).exists();
    }
    var passing = folder.resolve("found/choices-passing.json");
    assertThat(Invocation.of("run", scenario, "--choices", passing, "--quiet"))
        .returns(0, Invocation::code);
    assertThat(folder.resolve("found/choices.svg")).content().contains("an actor fails");
    var again = Invocation.of("run", scenario, "--choices", choices, "--quiet");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("without a sync the driver reads").doesNotContain("kept");
    var trace = folder.resolve("again.jsonl");
    Invocation.of("run", scenario, "--choices", choices, "--trace", trace);
    assertThat(trace).content().contains("MapRequest");
  }

  @Test
  void anotherRunIsToldFromTheOneThatWasKept() throws IOException {
    explore("--set", "faults.forgotten-sync-per-mille=100", "--budget", 500);
    var choices = folder.resolve("found/choices.json");
    Files.writeString(
        scenario, Files.readString(scenario).replace("16 KiB", "512 KiB").replace("256,2", "64"));
    var other = Invocation.of("run", scenario, "--choices", choices, "--quiet");
    assertThat(other.err()).contains("this is not the run that was kept");
  }

  @Test
  void aSituationThatIsNotReachedIsAFailure() {
    var missed = explore("--reach", "throttled-overtaken", "--budget", 20);
    assertThat(missed.code()).isEqualTo(1);
    assertThat(missed.err()).contains("--reach throttled-overtaken: no run came to it");
  }

  @Test
  void realThreadsAreDisturbedAndNothingIsKeptWhereNothingGoesWrong() {
    var said = explore("--mode", "concurrent", "--budget", 5);
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .startsWith("few: 5 runs on real threads that were disturbed (seed 1), ")
        .contains("none of them can be repeated", "nothing went wrong in these");
    assertThat(folder.resolve("found")).doesNotExist();
  }

  @Test
  void ofARunOnRealThreadsThatBreaksTheTraceIsKept() {
    var planted = "design.planted=unlocked-counter";
    var said = explore("--mode", "concurrent", "--set", planted, "--budget", 500);
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out()).contains("an invariant is broken", "slots in use, its areas hold");
    var trace = folder.resolve("found/trace.jsonl");
    assertThat(said.out()).endsWith("its trace: " + trace + "\n");
    assertThat(Invocation.of("trace", "stats", trace).out()).contains("MapRequest");
  }

  @Test
  void howOrdersAreChosenIsNotForRealThreads() {
    var said = explore("--mode", "concurrent", "--depth", 4);
    assertThat(said.err()).startsWith("--depth: tells how orders are chosen");
    assertThat(said.code()).isEqualTo(2);
  }

  @Test
  void faultsAreNotForRealThreads() {
    var said = explore("--mode", "concurrent", "--set", "faults.reset-per-mille=5");
    assertThat(said.err()).contains("cannot be in concurrent mode");
    assertThat(said.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "--budget, 0, 'is no budget; one is a number of schedules'",
    "--budget, 10 days, 'is no budget'",
    "--strategy, guess, 'guess'",
    "--reach, heaven, 'is none of transient-pool, transient-refused'",
    "--starved, 0, 'it is from 1 to'",
    "--depth, 0, 'it is from 1 to 100'",
    "--late, -5, 'it is from 1 to'",
    "--threads, 0, 'it is from 1 to'",
    "--set, mode=concurrent, 'nothing can be chosen'"
  })
  void whatCannotBeIsRefused(String option, String value, String message) {
    var said = explore(option, value);
    assertThat(said.err()).contains(message).doesNotContain("\tat ");
    assertThat(said.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | is no JSON",
        "{} | is no file of choices",
        "[] | is no file of choices",
        "{\"format\": \"swiotlb-sim choices\", \"version\": \"1\"} | is no file of choices",
        "{\"format\": \"swiotlb-sim choices\", \"version\": 1} | \"set\" is missing; it is an object of settings"
      })
  void whatIsNoFileOfChoicesIsRefused(String text, String message) throws IOException {
    var file = Files.writeString(folder.resolve("choices.json"), text);
    var said = Invocation.of("run", scenario, "--choices", file);
    assertThat(said.err()).contains("choices.json").contains(message).doesNotContain("\tat ");
    assertThat(said.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | [] | \"set\" is something else; it is an object of settings",
        "\"any\" | \"ever\" | is none of timed, any and apart",
        "\"any\" | 1 | \"orders\" is something else; it is a text",
        "\"timeline\": \"0\" | \"timeline\": \"x\" | is no hexadecimal",
        "\"messages\": 3 | \"messages\": \"3\" | \"messages\" is something else; it is a number of messages",
        "\"messages\": 3 | \"messages\": -3 | \"messages\" is something else",
        "\"messages\": 3 | \"messages\": 3, \"messages\": 4 | has a field twice",
        "\"finding\": \"\"} | \"finding\": \"\"}{} | goes on after its end",
        "\"faults until message\": 4, | | \"faults until message\" is missing",
        "[] | {} | \"choices\" is something else; it is a list",
        "[] | [{\"place\": -1}] | choice 1: is no choice",
        "[] | [{\"place\": 1.5, \"kind\": \"turn\", \"value\": 1}] | choice 1: is no choice",
        "{} | {\"cpus\": 2} | \"set\" has \"cpus\", which is no text"
      })
  void fieldsOfFilesOfChoicesAreNotGuessed(String right, String wrong, String message)
      throws IOException {
    var whole =
        """
        {"format": "swiotlb-sim choices", "version": 1, "set": {}, "orders": "any",
         "faults until message": 4, "choices": [], "timeline": "0", "messages": 3, "finding": ""}
        """;
    var file = folder.resolve("choices.json");
    Files.writeString(file, whole);
    assertThat(Invocation.of("run", scenario, "--choices", file).code()).isZero();
    Files.writeString(file, whole.replace(right, Objects.requireNonNullElse(wrong, "")));
    var said = Invocation.of("run", scenario, "--choices", file);
    assertThat(said.err()).contains("choices.json").contains(message).doesNotContain("\tat ");
    assertThat(said.code()).isEqualTo(2);
  }

  @Test
  void aRunThatGoesOnAndOnIsEndedWhereItWas() throws IOException {
    var file = folder.resolve("choices.json");
    Files.writeString(
        file,
        """
        {"format": "swiotlb-sim choices", "version": 1, "set": {"devices.disk.jobs.load.count": "20000"},
         "orders": "any", "faults until message": 1, "choices": [], "timeline": "0", "messages": 3,
         "finding": "no end comes"}
        """);
    var said = Invocation.of("run", scenario, "--choices", file);
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err())
        .contains("this is not the run that was kept: it had 3 messages")
        .containsPattern(
            "the run failed at [0-9]+ ns: 20,0[0-9]{2} messages were handled and no end came");
    assertThat(said.out()).doesNotContain("interrupted");
    Files.writeString(file, Files.readString(file).replace("no end comes", "an actor fails"));
    assertThat(Invocation.of("run", scenario, "--choices", file))
        .returns(0, Invocation::code)
        .extracting(Invocation::err)
        .asString()
        .contains("this is not the run that was kept");
  }

  @Test
  void choicesAreOfOneRunInVirtualTime() {
    var said = Invocation.of("run", scenario, "--choices", "x.json", "--jitter");
    assertThat(said.err()).contains("without --schedule-seed, --jitter and --mode");
    assertThat(said.code()).isEqualTo(2);
  }
}
