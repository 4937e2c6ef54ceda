package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasureCommandTest {
  private static final String RANDOM =
      """
      kernel = "swiotlb=2048,force"
      devices.d.jobs.j { cpus = all, count = 30, block = [{ bytes = 4 KiB, weight = 1 }, { bytes = 64 KiB, weight = 1 }] }
      """;

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Invocation measure(Object... arguments) throws IOException {
    var words = new ArrayList<Object>(List.of("measure", file("s.conf", RANDOM)));
    words.addAll(List.of(arguments));
    return Invocation.of(words.toArray());
  }

  private static List<String> complaints(String json) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(
            MeasureCommandTest.class.getResourceAsStream("/swiotlb/report/measure.schema.json"),
            InputFormat.JSON)
        .validate(json, InputFormat.JSON)
        .stream()
        .map(Error::toString)
        .toList();
  }

  @Test
  void theAnswerComesFirst() throws IOException {
    var result = measure("--vary", "devices.d.bandwidth=100MiB,110MiB", "--replications", 6);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    var lines = result.out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo("s: throughput beside devices.d.bandwidth=100MiB (the base):");
    assertThat(lines.get(1)).matches("  devices.d.bandwidth=110MiB: faster by .* to .* %");
    assertThat(result.out())
        .contains("6 replications (machines from boot)")
        .contains("repeat with:");
  }

  @Test
  void aDeviceThatNamesAVariableVariesAsOneThatIsWrittenOut() throws IOException {
    var named = RANDOM.replace("devices.d.", "vars.d.") + "devices { d = ${vars.d} {} }\n";
    var words = List.of("--vary", "devices.d.jobs.j.depth=1,3", "--replications", "3");
    var plain = measure(words.toArray());
    assertThat(plain.code()).isZero();
    var again = new ArrayList<Object>(List.of("measure", file("s.conf", named)));
    again.addAll(words);
    assertThat(Invocation.of(again.toArray()).out()).isEqualTo(plain.out());
  }

  @Test
  void oneConfigurationHasAnIntervalAndNoComparison() throws IOException {
    assertThat(measure("--replications", 4).out())
        .startsWith("throughput of s: ")
        .contains(" on average of 4 replications");
  }

  @Test
  void whatItSaysToRepeatComesToTheSame() throws IOException {
    var first =
        measure("--vary", "cpus=1,2", "--replications", 4, "--metric", "p99-map", "--seed", 5);
    var repeat =
        first.out().lines().filter(l -> l.startsWith("repeat with:")).findFirst().orElseThrow();
    var words = CommandWords.of(repeat.replace("repeat with: ./swiotlb-sim ", ""));
    assertThat(Invocation.of(words.toArray())).isEqualTo(first);
  }

  @Test
  void jsonIsAsItsSchemaSays() throws IOException {
    var json = folder.resolve("m.json");
    assertThat(measure("--vary", "cpus=1,2,4", "--replications", 4, "--json", json).code())
        .isZero();
    assertThat(complaints(Files.readString(json))).isEmpty();
    var root = new ObjectMapper().readTree(json.toFile());
    assertThat(root.get("comparisons")).hasSize(2);
    assertThat(root.get("configurations").get(0).get("values")).hasSize(4);
  }

  @Test
  void jsonOfTooFewReplicationsHasNoNumbersThatAreNone() throws IOException {
    var json = folder.resolve("m.json");
    measure("--vary", "cpus=1,2", "--replications", 1, "--json", json);
    assertThat(complaints(Files.readString(json))).isEmpty();
    assertThat(new ObjectMapper().readTree(json.toFile()).at("/comparisons/0/finding").textValue())
        .isEqualTo("too_few");
  }

  @Test
  void theSchemaSeesWhatIsWrong() throws IOException {
    var json = folder.resolve("m.json");
    measure("--vary", "cpus=1,2", "--replications", 3, "--json", json);
    var root = (ObjectNode) new ObjectMapper().readTree(json.toFile());
    root.put("metric", "speed");
    root.remove("cells");
    assertThat(complaints(root.toString())).hasSize(2);
  }

  @Test
  void theNumberOfThreadsChangesNoByte() throws IOException {
    var one = folder.resolve("1.json");
    var two = folder.resolve("2.json");
    measure("--vary", "cpus=1,2", "--replications", 4, "--json", one, "--threads", 1);
    measure("--vary", "cpus=1,2", "--replications", 4, "--json", two, "--threads", 2);
    assertThat(two).hasSameBinaryContentAs(one);
  }

  @Test
  void latenciesAreALogThatToolsRead() throws IOException {
    var log = folder.resolve("m.hlog");
    measure("--vary", "cpus=1,2", "--replications", 3, "--latency", log);
    var tags = new ArrayList<String>();
    try (var in = new FileInputStream(log.toFile());
        var reader = new HistogramLogReader(in)) {
      for (var i = 1; reader.hasNext(); i++) {
        var histogram = (Histogram) reader.nextIntervalHistogram();
        tags.add(histogram.getTag());
        assertThat(histogram.getTotalCount()).isEqualTo(3L * 30 * i);
        assertThat(histogram.getStartTimeStamp()).isZero(); // Not moved.
      }
    }
    assertThat(tags).containsExactly("cpus=1", "cpus=2");
  }

  @Test
  void mappingsThatFailAreSaid() throws IOException {
    var small =
        file(
            "small.conf",
            """
            kernel { cmdline = "swiotlb=128,1,force", dynamic = off }
            cpus = 1
            devices.d.jobs.j { count = 10, block = 64 KiB, depth = 8, context = interrupt }
            """);
    var result = Invocation.of("measure", small, "--replications", 3);
    assertThat(result.out()).contains("what went wrong:").contains("failed in 3 replications: no-");
    assertThat(result.code()).isZero();
  }

  @Test
  void whatIsNotRandomIsSaid() throws IOException {
    var fixed =
        file(
            "f.conf",
            "kernel = \"swiotlb=force\"\ndevices.d.jobs.j { count = 9, read-percent = 0 }\n");
    assertThat(Invocation.of("measure", fixed, "--vary", "cpus=1,2", "--replications", 3).out())
        .contains("no difference: the same in each of 3 replications")
        .contains("nothing in it is random that counts");
  }

  @Test
  void intervalsCanBeDrawn() throws IOException {
    assertThat(measure("--vary", "cpus=1,4", "--replications", 5, "--bootstrap").out())
        .contains("bootstrap (BCa) of 95 %");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--replications 0 | --replications: is 0",
        "--budget 9 | --budget: is for --precision",
        "--precision 1% --budget 5 | --budget: is 5",
        "--precision 1% --replications 2 | --replications: is 2",
        "--precision 3 | is no part of a whole",
        "--warm-up 1 | --warm-up: leaves nothing of 1 runs",
        "--warm-up often | is none of mser5, none",
        "--metric speed | is none of throughput",
        "--threads 0 | --threads: is 0",
        "--set cpus=none | cpus is none",
        "--vary cpus | has no values",
      })
  void whatCannotBeUsedIsBadInput(String options, String message) throws IOException {
    var result = measure((Object[]) options.split(" "));
    assertThat(result.err()).contains(message);
    assertThat(result.code()).isEqualTo(2);
  }

  @Test
  void outputsDoNotOverwriteInputs() throws IOException {
    var result = measure("--json", folder.resolve("s.conf"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("would be overwritten");
  }

  private static final String PUBLISHED = "src/test/resources/published/x86-vm-";

  private static Invocation published(Object... arguments) {
    var words =
        new ArrayList<Object>(
            List.of("measure", PUBLISHED + "small.conf", PUBLISHED + "4way.conf"));
    words.addAll(List.of(arguments));
    return Invocation.of(words.toArray());
  }

  @Test
  void publishedTestsStandBesideWhatWasPublished() throws IOException {
    var json = folder.resolve("m.json");
    var result = published("--replications", 3, "--json", json);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out().lines().findFirst().orElseThrow())
        .matches("\\d of 4 published differences are met within two of their standard errors");
    assertThat(result.out())
        .contains("x86-vm, 4way: 1 MiB at ")
        .contains("x86-vm, small: never wanted");
    assertThat(complaints(Files.readString(json))).isEmpty();
    var cells = new ObjectMapper().readTree(json.toFile()).get("cells");
    assertThat(cells).hasSize(6);
    assertThat(cells.get(2).get("published_diff").doubleValue()).isEqualTo(-0.022);
    assertThat(cells.get(2).get("config").textValue()).isEqualTo("growing");
  }

  @Test
  void publishedTestsBesideOthersAreComparedAsAllAre() throws IOException {
    var result =
        Invocation.of(
            "measure", PUBLISHED + "small.conf", file("s.conf", RANDOM), "--replications", 3);
    assertThat(result.out()).startsWith("throughput beside x86-vm-small (the base):");
  }

  @Test
  void whatPublishedTablesGiveIsNotGivenOnceMore() {
    assertThat(published("--metric", "iops").err()).contains("--metric: is throughput");
    assertThat(published("--precision", "1%").err()).contains("--precision: is given by");
    assertThat(published("--budget", 2).code()).isEqualTo(2);
  }

  @Test
  void whereResultsCannotGoNothingIsMeasured() throws IOException {
    for (var option : List.of("--json", "--latency")) {
      for (var file : List.of(folder, folder.resolve("none/x"))) {
        var result = measure(option, file);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(file + ": cannot be written");
      }
    }
  }

  @Test
  void nothingIsVariedUnderTwoNames() throws IOException {
    assertThat(measure("--vary", "cpus=1,2", "--vary", "\"cpus\"=4").err())
        .contains("is the same setting as --vary cpus");
    assertThat(measure("--vary", "cpus=1,2", "--set", "cpus=4").code()).isEqualTo(2);
  }
}
