package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.report.ResultSchema;

class RunCommandTest {
  private static final String SCENARIO = "simulations/first-growth.conf";

  @TempDir private Path folder;

  /** A short run of a scenario. */
  private static Invocation run(Object... arguments) {
    var words =
        new ArrayList<Object>(
            List.of("run", SCENARIO, "--set", "devices.sata0.jobs.load.count=20"));
    words.addAll(List.of(arguments));
    return Invocation.of(words.toArray());
  }

  private Path scenario(String name, String more) throws IOException {
    return Files.writeString(
        folder.resolve(name), more + "\ndevices.d.jobs.j { count = 3, block = 4 KiB }\n");
  }

  private String traced(Object... arguments) throws IOException {
    var trace = folder.resolve("trace.jsonl");
    var words = new ArrayList<Object>(List.of("--trace", trace, "--quiet"));
    words.addAll(List.of(arguments));
    assertThat(run(words.toArray()).code()).isZero();
    return Files.readString(trace);
  }

  @Test
  void aRunShowsItsFigures() {
    var result = run();
    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines()).anyMatch(line -> line.matches("maps +80"));
  }

  @Test
  void aDeviceThatNamesAVariableTakesSettings() throws IOException {
    var jobs = "{ jobs.j { count = 3, block = 4 KiB } }";
    var file =
        Files.writeString(
            folder.resolve("named.conf"),
            "kernel = \"swiotlb=512,force\"\nvars.disk "
                + jobs
                + "\ndevices { d = ${vars.disk} {} }\n");
    var result = Invocation.of("run", file, "--set", "devices.d.jobs.j.count=5");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out().lines()).anyMatch(line -> line.matches("maps +5"));
  }

  @Test
  void aRunSaysHowToRepeatIt() {
    assertThat(run("--seed", "9", "--schedule-seed", "4", "--jitter").out())
        .contains(
            "seed 9; repeat with: ./swiotlb-sim run simulations/first-growth.conf"
                + " --set devices.sata0.jobs.load.count=20 --seed 9 --schedule-seed 4 --jitter");
  }

  @Test
  void aQuietRunThatSucceedsSaysNothing() {
    assertThat(run("--quiet")).isEqualTo(new Invocation(0, "", ""));
  }

  @Test
  void severalScenariosRunOneAfterTheOther() throws IOException {
    var result =
        Invocation.of("run", scenario("one.conf", ""), scenario("two.conf", "about = second"));
    assertThat(result.code()).isZero();
    assertThat(result.out()).containsSubsequence("one\n", "two: second\n");
  }

  @Test
  void severalRunsAreOnTheSameMachine() {
    var result = run("--runs", "2");
    assertThat(result.code()).isZero();
    assertThat(result.out().lines()).anyMatch(line -> line.matches("maps +80 +80"));
  }

  @Test
  void manyRunsAreSummedUp() throws IOException {
    var json = folder.resolve("result.json");
    var result = run("--runs", "7", "--json", json);
    assertThat(result.code()).isZero();
    assertThat(result.out().lines())
        .contains("of each figure of 7 runs (all of them in --json):")
        .anyMatch(line -> line.matches("maps +80 +80 +80"));
    assertThat(new ObjectMapper().readTree(json.toFile()).get("runs")).hasSize(7);
  }

  @Test
  void resultsHoldEverySettingThatTookEffect() throws IOException {
    var json = folder.resolve("result.json");
    assertThat(run("--json", json).code()).isZero();
    var document = new ObjectMapper().readTree(json.toFile());
    assertThat(ResultSchema.complaints(document.toString())).isEmpty();
    var settings = document.get("settings");
    assertThat(settings.at("/cpus/value").asText()).isEqualTo("4");
    assertThat(settings.at("/cpus/origin").asText()).matches(".*first-growth\\.conf:\\d+");
    assertThat(settings.at("/memory/origin").asText()).isEqualTo("default");
    assertThat(settings.get("devices.sata0.jobs.load.count").get("origin").asText())
        .startsWith("--set");
  }

  @Test
  void anIntervalLongerThanTheRunIsSaid() {
    var counters = folder.resolve("counters.csv");
    assertThat(run("--counters", counters, "--set", "counters-interval=1h").err())
        .startsWith(counters + ": holds no sample, since no run was longer than ")
        .endsWith("and counters-interval is 3600 s; set a shorter one\n");
  }

  @Test
  void countersThatWereSampledNeedNoWords() {
    assertThat(run("--counters", folder.resolve("counters.csv")).err()).isEmpty();
  }

  @Test
  void realThreadsServeTheSameRequests() {
    var result = run("--mode", "concurrent");
    assertThat(result.code()).isZero();
    assertThat(result.out().lines()).anyMatch(line -> line.matches("maps +80"));
  }

  @Test
  void failuresAreColouredWhereThatIsAskedFor() {
    var failing = "simulations/full-although-half-empty.conf";
    var plain = Invocation.of("run", failing);
    var never = Invocation.of("--color=never", "run", failing);
    var always = Invocation.of("run", "--color=always", failing);
    assertThat(plain.out()).doesNotContain("\u001b").isEqualTo(never.out());
    assertThat(always.out()).containsPattern("\u001b\\[1;31mfailed maps +[0-9]+\u001b\\[0m");
    assertThat(always.out().replaceAll("\u001b[^m]*m", "").replace(" --color=always", ""))
        .isEqualTo(plain.out());
    assertThat(Invocation.of("run", "--color=sometimes", failing).code()).isEqualTo(2);
  }

  @Test
  void allOutputsCountTimeFromTheBoot() throws IOException {
    for (var mode : List.of("virtual", "concurrent")) {
      var json = folder.resolve("result.json");
      var counters = folder.resolve("counters.csv");
      var set = "counters-interval=1us";
      var trace =
          traced("--mode", mode, "--json", json, "--counters", counters, "--set", set).lines();
      var messages = trace.skip(1).filter(line -> line.contains("\"sent\":")).toList();
      assertThat(messages.get(0)).as(mode).contains("\"sent\":0,");
      var started = sent(messages, "Device.StartRun");
      var run = new ObjectMapper().readTree(json.toFile()).at("/runs/0");
      var end = sent(messages, "Device.Finished") + run.get("virtual_ns").asLong();
      var samples =
          Files.readAllLines(counters).stream().skip(1); // On real threads there may be none.
      assertThat(samples.limit(1))
          .as(mode)
          .allSatisfy(
              sample ->
                  assertThat(Long.parseLong(sample.split(",", -1)[1])).isBetween(started, end));
      assertThat(run.at("/growth/0/time_ns").asLong()).as(mode).isBetween(started, end);
    }
  }

  private static long sent(List<String> messages, String type) throws IOException {
    for (var message : messages) {
      if (message.contains("\"" + type + "\"")) {
        return new ObjectMapper().readTree(message).get("sent").asLong();
      }
    }
    throw new AssertionError("no " + type);
  }

  @Test
  void anUnknownFileIsBadInput() {
    var result = Invocation.of("run", "simulations/missing.conf");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("simulations/missing.conf: cannot be read; name a");
  }

  @Test
  void anUnknownKeyIsBadInputWithFileAndLine() throws IOException {
    var file = scenario("typo.conf", "# first\ncpu = 4");
    var result = Invocation.of("run", file);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .startsWith(file + ":2: unknown setting cpu; is cpus meant? known are about, ");
  }

  @Test
  void whatIsNoHoconIsBadInputWithFileAndLine() throws IOException {
    var file = scenario("broken.conf", "cpus = [");
    var result = Invocation.of("run", file);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).containsPattern("broken.conf:\\d+: cannot be read as HOCON: ");
  }

  @ParameterizedTest
  @CsvSource({
    "--set,cpus=many,--set cpus: cpus is many",
    "--set,cpus=0,--set cpus: cpus is 0; it can be 1 to 4096",
    "--set,cpsu=1,--set cpsu: unknown setting cpsu",
    "--mode,real,--set mode: mode is \"real\"; it can be concurrent or virtual",
    "--runs,0,--set runs: runs is 0; it can be 1 to 100000",
    "--runs,few,--set runs: runs is few"
  })
  void aWrongSettingOfTheCommandLineIsBadInput(String option, String value, String message) {
    var result = run(option, value);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith(message);
  }

  @ParameterizedTest
  @CsvSource({"encryption.kind", "devices.sata0.type", "devices.sata0.irq", "pages.buddyinfo"})
  void whatIsWrongWithASettingDoesNotReachTheTerminalAsItIs(String setting) {
    var result = run("--set", setting + "=\u001b[2Jx");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--set " + setting + ": ").doesNotContain("\u001b");
  }

  @Test
  void realThreadsDoNotStand() {
    var result = run("--live-paused", "--mode", "concurrent");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("runs on real threads, which do not stand still");
  }

  @ParameterizedTest
  @CsvSource({"--seed,x", "--schedule-seed,1.5", "--set,cpus"})
  void aWrongOptionIsBadInput(String option, String value) {
    assertThat(run(option, value).code()).isEqualTo(2);
  }

  @Test
  void resultsAreWrittenAsTheSchemaSays() throws IOException {
    var json = folder.resolve("result.json");
    assertThat(run("--json", json, "--runs", "2").code()).isZero();
    var document = new ObjectMapper().readTree(json.toFile());
    assertThat(ResultSchema.complaints(Files.readString(json))).isEmpty();
    assertThat(document.get("runs")).hasSize(2);
  }

  @Test
  void countersAreWrittenOverTime() throws IOException {
    var csv = folder.resolve("counters.csv");
    assertThat(run("--counters", csv).code()).isZero();
    var lines = Files.readAllLines(csv);
    assertThat(lines.get(0)).startsWith("run,time_ns,io_tlb_nslabs,");
    assertThat(lines.subList(1, lines.size()))
        .hasSizeGreaterThan(2)
        .allMatch(line -> line.matches("1(,\\d+){5}"));
  }

  @Test
  void aSeedGivesTheSameBytesEachTime() throws IOException {
    assertThat(traced("--seed", "5")).isEqualTo(traced("--seed", "5"));
  }

  @Test
  void aScheduleSeedGivesTheSameBytesEachTime() throws IOException {
    assertThat(traced("--schedule-seed", "2", "--jitter"))
        .isEqualTo(traced("--schedule-seed", "2", "--jitter"));
  }

  @Test
  void anotherScheduleSeedGivesAnotherOrderOfMessages() throws IOException {
    assertThat(traced("--schedule-seed", "2")).isNotEqualTo(traced("--schedule-seed", "3"));
  }

  @Test
  void everyLineOfATraceIsJson() throws IOException {
    var json = new ObjectMapper();
    for (var line : traced().lines().toList()) {
      assertThat(json.readTree(line).isObject()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"--json", "--counters", "--trace"})
  void oneFileDoesNotHoldTheResultsOfSeveralScenarios(String option) {
    var result = Invocation.of("run", SCENARIO, SCENARIO, option, folder.resolve("one"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("give one scenario at a time");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"--json", "--counters", "--trace"})
  void aFileThatCannotBeWrittenIsBadInput(String option) {
    var file = folder.resolve("no such folder/file.jsonl");
    var result = run(option, file);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith(file + ": cannot be written; ");
  }

  @Test
  void earlierResultsStayIfARunComesToNothing() throws IOException {
    var json = Files.writeString(folder.resolve("result.json"), "precious");
    var nowhere = folder.resolve("no such folder/trace.jsonl");
    assertThat(run("--json", json, "--trace", nowhere).code()).isEqualTo(2);
    assertThat(json).hasContent("precious");
    try (var files = Files.list(folder)) {
      assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".unfinished"));
    }
  }

  @Test
  void textOfAScenarioDoesNotReachTheTerminalAsItIs() throws IOException {
    var file = scenario("\u001b[1m.conf", "about = \"\\u001b[2J \\u202e\"\nkernel = \"\\u0007\"");
    var result = Invocation.of("run", file);
    assertThat(result.code()).isZero();
    assertThat(result.out()).doesNotContain("\u001b", "\u202e", "\u0007");
  }

  // Recording.

  @Test
  void aTraceHoldsWhatWasChosen() throws IOException {
    var all = traced();
    var one = traced("--trace-mapping", "7");
    assertThat(one).contains("\"selection\":\"mapping 7\"");
    assertThat(one.lines().filter(l -> l.startsWith("{\"id\"")))
        .isNotEmpty()
        .allMatch(line -> line.contains("\"mapping\":7,"))
        .allMatch(all::contains);
    assertThat(traced("--trace-type", "Mapped", "--trace-to", "1ms").lines())
        .hasSizeGreaterThan(3)
        .hasSizeLessThan(100);
  }

  @Test
  void aTraceAtItsLimitEndsAndTheRunGoesOn() throws IOException {
    var trace = folder.resolve("short.jsonl");
    var result = run("--trace", trace, "--trace-limit", "20 KiB", "--quiet");
    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("short.jsonl: ", "messages were left out");
    assertThat(Files.size(trace)).isBetween(15_000L, 30_000L);
    assertThat(Files.readString(trace))
        .containsPattern("\\{\"end\":\\d+,\"omitted\":[1-9]\\d*}\n$");
  }

  @ParameterizedTest
  @CsvSource({
    "--trace-sample, 0, write how many mappings one stands for",
    "--trace-limit, much, write a size such as 2 GiB",
    "--trace-limit, 0, write a size such as 2 GiB",
    "--trace-from, soon, not a time",
    "--trace-mapping, -3, write the number of a mapping"
  })
  void anOptionOfTheTraceThatMakesNoSenseIsBadInput(String option, String value, String remedy) {
    var result = run("--trace", folder.resolve("t.jsonl"), option, value);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(option, remedy);
  }

  @Test
  void aNameThatTellsNoFormatIsBadInput() {
    var result = run("--trace", folder.resolve("trace.txt"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("trace.txt: its name tells no format; end it with .jsonl");
  }
}
