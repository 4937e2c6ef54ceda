package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.trace.record.Recorded;

class TraceCommandTest {
  @TempDir private static Path folder;

  private static Path trace;

  @BeforeAll
  static void record() {
    trace = Recorded.trace(folder.resolve("spike.jsonl"), "load-spike");
  }

  private static Path cut(String name) throws IOException {
    var text = Files.readString(trace);
    return Files.writeString(folder.resolve(name), text.substring(0, text.length() / 2));
  }

  @Test
  void showOfAMappingIsItsWholeLife() {
    var result = Invocation.of("trace", "show", trace, "--mapping", 64);
    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith("    34.156 us  /device-eth0 → /allocator/pool-0/area-0  MapRequest{")
        .contains("Exhausted", "Take", "Granted", "Mapped", "TransferDone", "Unmapped", "Unread");
  }

  @Test
  void explainSaysOfATraceRecordedInPartThatItIsOne() {
    var part = folder.resolve("part.jsonl");
    Invocation.of(
        "run",
        "simulations/load-spike.conf",
        "--quiet",
        "--trace",
        part,
        "--trace-type",
        "*.Mapped");
    var result = Invocation.of("trace", "explain", part, "--mapping", 64);
    assertThat(result.out()).contains("serves it at 36.257 us").doesNotContain("0 ns");
    assertThat(result.err()).contains("part.jsonl: was recorded in part (type *.Mapped)");
  }

  @Test
  void showChoosesByActorTypeAndTime() {
    var result =
        Invocation.of(
            "trace",
            "show",
            trace,
            "--actor",
            "/allocator",
            "--type",
            "Exhausted",
            "--from",
            "34us",
            "--to",
            "35us");
    assertThat(result.out().lines()).hasSize(16).allMatch(line -> line.contains("Exhausted"));
  }

  @Test
  void showOfTheSlowestIsTheirLives() {
    var result = Invocation.of("trace", "show", trace, "--slowest", 2);
    assertThat(result.out()).contains("mapping 64", "mapping 65").doesNotContain("mapping 66");
  }

  @Test
  void showOfFailuresSaysIfThereAreNone() {
    assertThat(Invocation.of("trace", "show", trace, "--failures").out())
        .isEqualTo("no mapping failed\n");
  }

  @Test
  void showOfFailuresIsTheLivesOfThoseThatFailed() {
    var failing = Recorded.trace(folder.resolve("failing.jsonl"), "restricted");
    var result = Invocation.of("trace", "show", failing, "--failures");
    assertThat(result.out().lines().filter(l -> l.startsWith("mapping "))).hasSize(10);
    assertThat(result.out()).contains("MapFailed{reason=NO_FREE_RUN");
  }

  @Test
  void followingAFileThatIsStillEmptyWaitsForItsFirstLine() throws Exception {
    var growing = Files.createFile(folder.resolve("growing.jsonl"));
    var result = new AtomicReference<Invocation>();
    var follower =
        new Thread(
            () ->
                result.set(
                    Invocation.of("trace", "show", growing, "--follow", "--type", "GrowthNoted")));
    follower.start();
    while (follower.isAlive() && follower.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    Files.write(growing, Files.readAllBytes(trace));
    follower.join();
    assertThat(result.get().code()).isZero();
    assertThat(result.get().out()).contains("GrowthNoted");
  }

  @Test
  void followingACompleteTraceEnds() {
    var result = Invocation.of("trace", "show", trace, "--follow", "--type", "GrowthNoted");
    assertThat(result.code()).isZero();
    assertThat(result.out().lines()).hasSize(6);
  }

  @Test
  void explainTellsTheLifeInSentences() {
    assertThat(Invocation.of("trace", "explain", trace, "--mapping", 64).out())
        .startsWith("Mapping 64\n  Device eth0 asks at 34.156 us on CPU 0")
        .contains("Growth is queued.");
  }

  @Test
  void explainOfAMappingThatIsNotThereSaysHowToFindOne() {
    var result = Invocation.of("trace", "explain", trace, "--mapping", 999_999);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("is about mapping 999999; find the number of one with");
  }

  @Test
  void statsAreFiguresOfTheTrace() {
    var result = Invocation.of("trace", "stats", trace, "--top", 3);
    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("7435 messages of 44 types");
  }

  @Test
  void diffOfEqualTracesSaysSo() {
    var again = Recorded.trace(folder.resolve("again.jsonl.gz"), "load-spike");
    var result = Invocation.of("trace", "diff", trace, again);
    assertThat(result.code()).isZero();
    assertThat(result.out()).isEqualTo("equal: 7435 messages\n");
  }

  @Test
  void diffShowsWhereTwoSeedsPart() {
    var other = Recorded.trace(folder.resolve("other.jsonl"), "load-spike", "seed", "2");
    var result = Invocation.of("trace", "diff", trace, other);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .startsWith("equal for 12 messages; then they differ in\n")
        .contains("  request.demand.originalAddress: ")
        .contains("StartRun{run=1}");
    var decided = Invocation.of("trace", "diff", trace, other, "--ignore", "originalAddress");
    assertThat(decided.code()).isEqualTo(1);
    assertThat(decided.out()).startsWith("equal for 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stats", "show", "show --slowest 1", "explain --mapping 64"})
  void aTraceThatWasCutIsReadUpToThereAndSaysSo(String command) throws IOException {
    var arguments = ("trace " + command).split(" ", -1);
    var all = new Object[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = cut("cut.jsonl");
    var result = Invocation.of(all);
    assertThat(result.code()).isZero();
    assertThat(result.out()).isNotEmpty();
    assertThat(result.err()).contains("cut.jsonl: ends in the middle of line");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stats", "show", "show --failures", "explain --mapping 64"})
  void aForeignFileIsBadInput(String command) throws IOException {
    var foreign = Files.writeString(folder.resolve("foreign.jsonl"), "{\"a\":1}\n");
    var arguments = ("trace " + command + " " + foreign).split(" ", -1);
    var result = Invocation.of((Object[]) arguments);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("foreign.jsonl: is no message trace").hasLineCount(1);
  }

  @Test
  void aQuestionToATraceThatWasCutCanSeeThatItWas() throws IOException {
    var cut = cut("asked.jsonl");
    var result = Invocation.of("trace", "sql", cut, "SELECT flaw FROM run", "--format", "json");
    assertThat(result.out()).contains("asked.jsonl: ends in the middle of line");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"stats --type Nope", "show --mapping 99999", "export --format csv --actor /nope"})
  void aSelectionThatChoosesNothingIsMostLikelyASlip(String command) {
    var arguments = ("trace " + command + " " + trace).split(" ", -1);
    var result = Invocation.of((Object[]) arguments);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("no message was chosen by ");
  }

  @Test
  void anOutputThatIsTheTraceUnderAnotherNameIsRefused() throws IOException {
    var before = Files.size(trace);
    var link = Files.createSymbolicLink(folder.resolve("link.csv"), trace);
    var result = Invocation.of("trace", "export", trace, "--format", "csv", "--out", link);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("link.csv: would be overwritten");
    assertThat(Files.size(trace)).isEqualTo(before);
  }

  @Test
  void followingATraceThatReachedItsLimitEnds() throws IOException {
    var limited = folder.resolve("limited.jsonl");
    var text = Files.readString(trace).replace("\"omitted\":0", "\"omitted\":5");
    Files.writeString(limited, text);
    var result = Invocation.of("trace", "show", limited, "--follow", "--type", "GrowthNoted");
    assertThat(result.out().lines()).hasSize(6);
    assertThat(result.err()).contains("5 more were left out");
  }

  @Test
  void onlyLinesCanBeFollowed() {
    var gzip = Recorded.trace(folder.resolve("followed.jsonl.gz"), "load-spike");
    var result = Invocation.of("trace", "show", gzip, "--follow");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--follow: needs a trace in .jsonl");
  }

  @Test
  void aWindowOfAWholeTraceIsNotCalledCut() {
    var result = Invocation.of("trace", "show", trace, "--to", "10us");
    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
  }
}
