package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.workload.Arrival;
import swiotlb.workload.JobSpec;

/** Jobs that take their requests from files of block I/Os and from job files of fio. */
class ImportedJobsTest {
  private static final String TRACE =
      """
        8,0    1        1     1.000000000  1234  Q  WS 16384 + 128 [dd]
        8,0    3        1     1.004000000  1234  Q   R 16384 + 8 [dd]
        8,0    3        2     1.005000000  1234  Q  FN [dd]
      """;
  private static final String OTHER =
      "259,0    0        1     1.006000000  1234  Q   R 16384 + 8 [dd]\n";

  @TempDir private Path folder;
  private ScenarioText scenario;

  @BeforeEach
  void files() throws IOException {
    scenario = new ScenarioText(folder);
    Files.writeString(folder.resolve("t.txt"), TRACE);
    Files.writeString(folder.resolve("two.txt"), TRACE + OTHER);
    Files.writeString(folder.resolve("wide.txt"), TRACE, StandardCharsets.UTF_16);
    Files.writeString(
        folder.resolve("many.txt"),
        IntStream.range(0, 50)
            .mapToObj(i -> "8,%d 0 1 0.000000000 1 Q R 8 + 8 [a]\n".formatted(i))
            .collect(Collectors.joining()));
    Files.writeString(
        folder.resolve("log"), "fio version 2 iolog\na write 0 4096\nb read 0 8192\n");
    Files.writeString(
        folder.resolve("j.fio"),
        "[global]\nsize=64k\nioengine=libaio\ndirect=1\n[Read me]\niodepth=8\nnumjobs=3\n[Write]\nrw=write\nrate_iops=100\n");
  }

  private List<JobSpec> jobs(String more) {
    return scenario
        .device("kernel = \"swiotlb=512,force\"\ndevices.a.jobs.load { " + more + " }")
        .jobs();
  }

  private List<String> notes(String more) {
    return scenario
        .read("kernel = \"swiotlb=512,force\"\ndevices.a.jobs.load { " + more + " }")
        .notes();
  }

  private List<String> problems(String more) {
    return scenario.problems("devices.a.jobs.load { " + more + " }");
  }

  private static Arrival.Streamed streamed(JobSpec job) {
    return (Arrival.Streamed) job.arrival();
  }

  @Test
  void aTraceIsOneJobWithAThreadForEachCpu() {
    var job = jobs("from = t.txt").get(0);
    assertThat(job.cpus()).containsExactly(0, 1, 2, 3);
    assertThat(job.largestBlock()).isEqualTo(65_536);
    assertThat(job.plannedRequests()).isEqualTo(2);
    assertThat(job.longestPauseNs()).isEqualTo(4_000_000);
    try (var opened = streamed(job).requests().open()) {
      assertThat(opened.atNs()).isZero();
      assertThat(opened.thread()).isEqualTo(1);
      opened.advance();
      assertThat(opened.atNs()).isEqualTo(4_000_000);
      assertThat(opened.thread()).isEqualTo(3);
      opened.advance();
      assertThat(opened.hasRequest()).isFalse();
    }
  }

  @Test
  void aSpeedDividesTheTimes() {
    var requests = streamed(jobs("from = t.txt, from-speed = 2").get(0)).requests();
    assertThat(requests.longestPauseNs()).isEqualTo(2_000_000);
    try (var opened = requests.open()) {
      opened.advance();
      assertThat(opened.atNs()).isEqualTo(2_000_000);
    }
  }

  @Test
  void aDurationEndsThem() {
    try (var opened = streamed(jobs("from = t.txt, duration = 1 ms").get(0)).requests().open()) {
      opened.advance();
      assertThat(opened.hasRequest()).isFalse();
    }
  }

  @Test
  void cpusThatAreGivenTakeTheCpusOfTheTraceInTurn() {
    var job = jobs("from = t.txt, cpus = \"0,2\"").get(0);
    assertThat(job.cpus()).containsExactly(0, 2);
    try (var opened = streamed(job).requests().open()) {
      assertThat(opened.thread()).isEqualTo(1);
    }
  }

  @Test
  void anyNumberIsInFlightUnlessADepthIsGiven() {
    assertThat(jobs("from = t.txt").get(0).depth()).isEqualTo(Integer.MAX_VALUE);
    assertThat(jobs("from = t.txt, depth = 7").get(0).depth()).isEqualTo(7);
  }

  @Test
  void aLogWithoutTimesHasADepth() {
    var job = jobs("from = log").get(0);
    assertThat(job.depth()).isEqualTo(1);
    assertThat(job.plannedRequests()).isEqualTo(2);
    assertThat(notes("from = log")).anyMatch(n -> n.contains("has no times: 1 requests are"));
  }

  @Test
  void whatIsLeftOutIsSaidWithThePlaceOfTheSetting() {
    assertThat(notes("from = t.txt"))
        .anyMatch(n -> n.contains("s.conf:2: devices.a.jobs.load.from: is text of blkparse: 2 req"))
        .anyMatch(n -> n.contains("flushes: 1, discards: 0"));
  }

  @Test
  void ofSeveralDevicesOneIsNamedOrAll() {
    assertThat(problems("from = two.txt"))
        .singleElement()
        .asString()
        .contains("say from-device, one of 259,0 or 8,0, or all");
    assertThat(jobs("from = two.txt, from-device = \"8,0\"").get(0).plannedRequests()).isEqualTo(2);
    assertThat(jobs("from = two.txt, from-device = all").get(0).plannedRequests()).isEqualTo(3);
    assertThat(problems("from = two.txt, from-device = \"7,0\""))
        .anyMatch(p -> p.contains("from-device is none of those with requests"));
  }

  @Test
  void aJobFileIsAJobForEachOfItsJobs() {
    var jobs = jobs("from = j.fio");
    assertThat(jobs).extracting(JobSpec::name).containsExactly("load-read-me", "load-write");
    assertThat(jobs.get(0).cpus()).containsExactly(0, 1, 2);
    assertThat(jobs.get(0).depth()).isEqualTo(8);
    assertThat(jobs.get(0).count()).isEqualTo(16);
    assertThat(jobs.get(0).buffers().readPercent()).isEqualTo(100);
    assertThat(jobs.get(1).cpus()).containsExactly(3);
    assertThat(jobs.get(1).buffers().readPercent()).isZero();
    assertThat(jobs.get(1).arrival()).isEqualTo(new Arrival.Every(1e7));
  }

  @Test
  void aSectionIsChosen() {
    assertThat(jobs("from = j.fio, from-section = Write")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from = t.txt, block = 4 KiB      | jobs.load.block does not count beside a file",
        "from = t.txt, count = 5          | jobs.load.count does not count beside a file",
        "from = t.txt, from-section = x   | from-section counts for job files of fio alone",
        "from = j.fio, depth = 5          | jobs.load.depth does not count beside a job file",
        "from = j.fio, from-section = x   | has no job x; its jobs are Read me, Write",
        "from = nowhere                   | cannot be used: ",
        "from = s.conf                    | begins nothing that is known",
        "from = /dev/null                 | can be read once, as pipes are",
        "from = wide.txt                  | has zero bytes, as no text that is known",
        "from = many.txt                  | 8,18 or 8,19 (and 38 more), or all",
      })
  void whatCannotBeUsedIsTold(String settings, String problem) {
    assertThat(problems(settings)).anyMatch(p -> p.contains(problem));
  }

  @Test
  void aMachineWithFewerCpusIsTold() {
    assertThat(scenario.problems("cpus = 2\ndevices.a.jobs.load { from = t.txt }"))
        .singleElement()
        .asString()
        .contains("is of a machine with at least 4 CPUs; set cpus = 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"database", "backup", "recorded", "server"})
  void theExamplesAreScenarios(String name) {
    var file = Path.of("simulations/imports", name + ".conf");
    assertThat(new ScenarioReader().read(file, Map.of()).notes())
        .isNotEmpty()
        .allMatch(note -> note.contains("jobs.load.from: "));
  }

  @Test
  void theFilesThatAreReadAreKnown() throws IOException {
    Files.writeString(folder.resolve("i.fio"), "[a]\nsize=4k\ninclude g.inc\n");
    Files.writeString(folder.resolve("g.inc"), "bs=4k\n");
    var reader = new ScenarioReader();
    reader.read(scenario.file("devices.a.jobs { x.from = t.txt, y.from = i.fio }"), Map.of());
    assertThat(reader.importedFiles().stream().map(Path::getFileName).map(Path::toString))
        .containsExactly("g.inc", "i.fio", "t.txt");
  }
}
