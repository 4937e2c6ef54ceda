package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sweep} as a user meets it. */
class SweepCommandTest {
  private static final String DEPTH = "devices.disk.jobs.load.depth";

  @TempDir Path folder;

  private Path scenario;

  @BeforeEach
  void aScenario() throws IOException {
    scenario =
        Files.writeString(
            folder.resolve("small.conf"),
            """
            kernel = "swiotlb=256,force"
            cpus = 2
            devices.disk {
              service-time = 50 us
              jobs.load { cpus = all, block = 64 KiB, depth = 1, count = 20, context = interrupt }
            }
            """);
  }

  private Invocation sweep(String... words) {
    var all = new ArrayList<Object>(List.of("sweep", scenario, "--out", folder.resolve("out")));
    all.addAll(List.of(words));
    return Invocation.of(all.toArray());
  }

  @Test
  void theAnswerComesFirstAndThenWhatItRestsOn() {
    var result = sweep("--vary", DEPTH + "=1..8*2", "--replications", "2");
    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines().toList().get(0)).isEqualTo("small: 4 points, 8 runs");
    assertThat(result.out())
        .contains("over points", "throughput (MiB/s)", "which setting matters", "depth ")
        .containsPattern("point +depth")
        .containsPattern("kinds? of outcome")
        .contains("repeat a run with: ./swiotlb-sim run")
        .contains("results.jsonl");
  }

  @Test
  void aDeviceThatNamesAVariableVariesAsOneThatIsWrittenOut() throws IOException {
    var plain = sweep("--vary", DEPTH + "=1,4").out();
    var written = Files.readString(scenario);
    assertThat(written).contains("devices.disk {");
    Files.writeString(
        scenario,
        written.replace("devices.disk {", "vars.disk {") + "devices { disk = ${vars.disk} {} }\n");
    var named =
        Invocation.of(
            "sweep", scenario, "--out", folder.resolve("named"), "--vary", DEPTH + "=1,4");
    assertThat(named.out()).isEqualTo(plain.replace("/out/results", "/named/results"));
  }

  @Test
  void aSampleOfMoreThanThereIsSaysSoAndResumesToTheSame() {
    var first = sweep("--vary", DEPTH + "=2,4", "--sample", "lhs:10");
    assertThat(first.out())
        .startsWith("small: 2 points (of 10 points that were asked for no more differ), 2 runs\n");
    var again = sweep("--vary", DEPTH + "=2,4", "--sample", "lhs:10", "--resume");
    assertThat(again.out().replace(", of which 2 replications were there", ""))
        .isEqualTo(first.out());
  }

  @Test
  void aMedianOfTwoLiesBetweenThem() {
    assertThat(SweepFindings.median(new double[] {1, 2, 4, 9})).isEqualTo(3);
    assertThat(SweepFindings.median(new double[] {1, 2, 9})).isEqualTo(2);
  }

  @Test
  void aLatencyOfNothingIsNone() {
    var out = sweep("--vary", DEPTH + "=2,4", "--set", "kernel.cmdline=swiotlb=noforce").out();
    assertThat(out).contains("throughput (MiB/s)").doesNotContain("map p99");
  }

  @Test
  void theCommandThatIsShownRepeatsARun() throws IOException {
    var out = sweep("--vary", DEPTH + "=3,5").out();
    var line = out.lines().filter(text -> text.contains("repeat a run")).findFirst().orElseThrow();
    var command =
        new ArrayList<Object>(CommandWords.of(line.substring(line.indexOf("./swiotlb-sim ") + 14)));
    command.addAll(List.of("--quiet", "--json", folder.resolve("one.json").toString()));
    assertThat(Invocation.of(command.toArray()).code()).isZero();
    var once = Files.readString(folder.resolve("one.json")).replaceAll("\\s", "");
    var stored =
        Files.readAllLines(folder.resolve("out/results.jsonl")).stream()
            .filter(text -> text.contains("\"point\":1,"))
            .findFirst()
            .orElseThrow();
    var figures = stored.substring(stored.indexOf("\"figures\":") + 10, stored.length() - 1);
    assertThat(once).contains(figures.replaceAll("\\s", ""));
  }

  @Test
  void linesComeInTheOrderOfPointsWhereAskedFor() throws IOException {
    var json = folder.resolve("lines.jsonl");
    sweep("--vary", DEPTH + "=1..6", "--replications", "2", "--json", json.toString());
    var lines = Files.readAllLines(json);
    assertThat(
            lines.stream()
                .map(
                    line ->
                        line.replaceAll(".*\"point\":(\\d+).*\"replication\":(\\d+).*", "$1/$2")))
        .containsExactly(
            "1/1", "1/2", "2/1", "2/2", "3/1", "3/2", "4/1", "4/2", "5/1", "5/2", "6/1", "6/2");
    assertThat(lines)
        .containsExactlyInAnyOrderElementsOf(
            Files.readAllLines(folder.resolve("out/results.jsonl")));
  }

  @Test
  void theTableAnswersQuestions() {
    sweep("--vary", DEPTH + "=1..3");
    var answer =
        Invocation.of(
            "trace",
            "sql",
            folder.resolve("out/results.duckdb"),
            "SELECT point, \"" + DEPTH + "\", maps FROM result ORDER BY point",
            "--format",
            "csv");
    assertThat(answer.err()).isEmpty();
    assertThat(answer.out().lines())
        .containsExactly("point," + DEPTH + ",maps", "1,1.0,40", "2,2.0,40", "3,3.0,40");
  }

  @Test
  void aFileOfLinesCanBeNamed() {
    var lines = folder.resolve("mine.jsonl");
    var result = Invocation.of("sweep", scenario, "--vary", "cpus=1,2", "--out", lines);
    assertThat(result.code()).isZero();
    assertThat(lines).isRegularFile();
    assertThat(folder.resolve("mine.duckdb")).isRegularFile();
    assertThat(folder.resolve("mine.sweep.json")).isRegularFile();
  }

  @Test
  void aPointThatIsRefusedIsToldWithItsReason() {
    var result = sweep("--vary", DEPTH + "=1,-5,2");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .contains("3 points, 3 runs of which 1 are not done")
        .contains("not done:")
        .contains("refused: --set " + DEPTH);
  }

  @Test
  void quietSaysOnlyWhatIsNotDone() {
    assertThat(sweep("--vary", "cpus=1,2", "--quiet").out()).isEmpty();
  }

  @Test
  void resumingSaysWhatWasThere() {
    sweep("--vary", "cpus=1,2");
    var again = sweep("--vary", "cpus=1,2", "--resume");
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("2 replications were there");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--vary cpu=1,2 | unknown setting cpu; is cpus meant?",
        "--vary cpus=1.. | is no range",
        "--vary cpus | has no values",
        "--vary cpus=0..0 | cpus is 0",
        "--vary cpus=1..9999999 | the grid has 9999999 points",
        "--vary seed=1..9 | --replications",
        "--vary cpus=1 --set cpus=2 | has a value by another option",
        "--sample lhs | is none of grid",
        "--replications 0 | --replications 0: can be 1 to",
        "--threads 0 | --threads 0: can be 1 to",
      })
  void whatCannotBeUsedIsNamed(String options, String what) {
    var result = sweep(options.split(" "));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(what);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aScenarioIsNotOverwritten() {
    var result = Invocation.of("sweep", scenario, "--json", scenario);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("would be overwritten");
  }

  @Test
  void standardInputIsNoScenarioOfASweep() {
    assertThat(Invocation.of("sweep", "-").err()).contains("more than once");
  }

  @Test
  void hostileTextIsShownHarmless() {
    var evil = "\u001b]0;gone\u0007\u202e" + "\"; DROP TABLE result;--";
    var quoted = "\"" + evil.replace("\"", "\\\"") + "\"";
    var result = sweep("--vary", "about=" + quoted + ",b");
    assertThat(result.code()).isZero();
    assertThat(result.out()).doesNotContain("\u001b", "\u0007", "\u202e");
    var path = sweep("--vary", "a\u001b[31m.b=1", "--resume");
    assertThat(path.code()).isEqualTo(2);
    assertThat(path.err()).doesNotContain("\u001b");
  }

  @Test
  void whereResultsCannotGoNothingIsRun() {
    var file = folder.resolve("none/x");
    var result = sweep("--json", file.toString());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(file + ": cannot be written");
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(sweep("--json", folder.resolve("out/all.jsonl").toString()).code()).isZero();
  }
}
