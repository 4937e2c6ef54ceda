package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that is wrong ends with 2, its file, its line and a remedy. */
@Timeout(20)
class BadCasesTest {
  private static final String DEVICE = "\ndevices.d0 { jobs.load { count = 10 } }\n";

  @TempDir private Path folder;

  private static Path bad(String name) {
    return Path.of("src/test/resources/cases/bad").resolve(name);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static void assertRefused(Invocation invocation, String... parts) {
    assertThat(invocation.code()).isEqualTo(2);
    assertThat(invocation.err()).contains(parts).doesNotContain("\tat ").doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "run;buddyinfo-short.conf;buddyinfo-short.conf:1: pages.buddyinfo;paste what cat /proc/buddyinfo prints",
        "run;deep-objects.conf;deep-objects.conf:1: ;at most 100 levels",
        "golden;golden-cmdline-esc.jsonl;golden-cmdline-esc.jsonl:1: ;write SLOTS[,AREAS][,force|noforce]",
        "golden;golden-trailing-garbage.jsonl;golden-trailing-garbage.jsonl:2: ;one on each line and nothing else",
        "replay;recording-p99999.txt;recording-p99999.txt:3: ;correct the number"
      })
  void aCaseIsRefusedWithItsPlaceAndARemedy(
      String command, String name, String place, String remedy) {
    assertRefused(Invocation.of(command, bad(name)), place, remedy);
  }

  @Test
  void numbersThatAreNoSizesAreRefusedEachWithItsLine() {
    assertRefused(
        Invocation.of("run", bad("nan-size.conf")),
        "nan-size.conf:2: boot.largest-reservation is NaN, not a size such as 64 KiB",
        "nan-size.conf:3: devices.d0.segment-boundary is Infinity",
        "nan-size.conf:4: devices.d0.queue-depth is \u0661\u0662, not a whole number",
        "nan-size.conf:5: devices.d0.jobs.load.segment is 1.5, which has a fraction of a byte");
  }

  @Test
  void aTraceOfAFewBytesIsSaidToBeCut() {
    assertRefused(
        Invocation.of("trace", "stats", bad("trace-gz-5-bytes.jsonl.gz")),
        "trace-gz-5-bytes.jsonl.gz: is cut",
        "record it once more");
  }

  @Test
  void anIncludeThatIsNotThereIsToldWithItsLine() {
    var result = Invocation.of("run", bad("include-missing.conf"));
    assertThat(result.code()).isZero();
    assertThat(result.err())
        .contains("include-missing.conf:1: include \"nowhere.conf\": there is no such file");
  }

  @Test
  void aFileBesideItIsIncluded() throws IOException {
    file("more.conf", "cpus = 3");
    var named = file("s.conf", "include \"more.conf\"\nkernel = \"swiotlb=512,force\"" + DEVICE);
    assertThat(Invocation.of("run", named).out()).contains("3 CPUs");
    var required =
        file("r.conf", "include required(\"none.conf\")\nkernel = \"swiotlb=512,force\"" + DEVICE);
    assertRefused(Invocation.of("run", required), "r.conf:1: ", "it is required");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include url(\"file:///etc/hostname\")",
        "include classpath(\"reference.conf\")",
        "include \"https://example.org/x.conf\""
      })
  void onlyFilesAreIncluded(String include) throws IOException {
    assertRefused(
        Invocation.of("run", file("s.conf", "\n" + include + DEVICE)), "s.conf:2: ", "is refused");
  }

  @Test
  void substitutionsThatFillAnyMemoryAreRefusedBeforeTheyDo() throws IOException {
    var lines =
        IntStream.range(1, 40)
            .mapToObj(i -> "x%d = ${x%d}${x%d}".formatted(i, i - 1, i - 1))
            .collect(Collectors.joining("\n"));
    assertRefused(
        Invocation.of("run", file("s.conf", "x0 = aaaaaaaaaa\n" + lines + DEVICE)),
        "once every ${…} is filled in");
  }

  @Test
  void moreDevicesThanAMachineHasAreRefused() throws IOException {
    var devices =
        IntStream.range(0, 40_000)
            .mapToObj(i -> "d" + i + "{jobs.l{count=1}}")
            .collect(Collectors.joining("\n", "devices {\n", "\n}"));
    assertRefused(Invocation.of("run", file("s.conf", devices)), "at most 4096 devices");
  }

  @Test
  void equalDevicesCountOneByOne() throws IOException {
    var devices =
        IntStream.range(0, 10)
            .mapToObj(i -> "d" + i + "x{count = 1000, jobs.l{count=1}}")
            .collect(Collectors.joining("\n", "devices {\n", "\n}"));
    assertRefused(
        Invocation.of("run", file("s.conf", devices)), "makes more than 4096 devices in all");
  }

  @Test
  void aLongNameIsNotEchoedWhole() throws IOException {
    var name = "n".repeat(50_000);
    var result = Invocation.of("run", file("s.conf", "a" + name + " = 1" + DEVICE));
    assertRefused(result, "(50001 characters)");
    assertThat(result.err().length()).isLessThan(5_000);
  }

  @Test
  void aGoldenTraceWithoutOperationsProvesNothing() throws IOException {
    String header;
    try (var lines = Files.lines(Path.of("src/test/resources/golden/transient-rcu.jsonl"))) {
      header = lines.findFirst().orElseThrow();
    }
    assertRefused(
        Invocation.of("golden", file("g.jsonl", header + "\n")), "g.jsonl:1: ", "no operation");
  }

  @Test
  void valuesOfOnesOwnStandUnderVars() throws IOException {
    var file =
        file("s.conf", "vars { n = 3 }\ncpus = ${vars.n}\nkernel = \"swiotlb=512,force\"" + DEVICE);
    assertThat(Invocation.of("run", file).out()).contains("3 CPUs");
  }

  @Test
  void aScenarioMayComeFromStandardInput() {
    var before = System.in;
    try {
      var text = "cpus = 3\nkernel = \"swiotlb=512,force\"" + DEVICE;
      System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
      var result = Invocation.of("run", "-");
      assertThat(result.code()).isZero();
      assertThat(result.out()).startsWith("standard input").contains("run - --seed 1");
      System.setIn(new ByteArrayInputStream("cpu = 3".getBytes(StandardCharsets.UTF_8)));
      assertRefused(
          Invocation.of("run", "-"), "standard input:1: unknown setting cpu; is cpus meant?");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void quietlyFailedMappingsAreOneLine() {
    var result = Invocation.of("run", "--quiet", bad("bus-limit-1.conf"));
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .matches(
            ".*bus-limit-1\\.conf: 60 tries to map failed, 0 did not \\(not-reachable 60\\); of the requests 10 were given up, 0 completed\n");
  }

  @ParameterizedTest
  @CsvSource({"failures,1", "transient,0", "leak,0", "'transient,failures',1"})
  void scriptsCanFailOnWhatTheyName(String kinds, int code) {
    var result = Invocation.of("run", bad("bus-limit-1.conf"), "--fail-on", kinds);
    assertThat(result.code()).isEqualTo(code);
    if (code == 1) {
      assertThat(result.err()).contains("--fail-on failures: 60 tries to map failed");
    }
  }

  @Test
  void aKindThatIsNoneIsRefused() {
    assertRefused(
        Invocation.of("run", bad("bus-limit-1.conf"), "--fail-on", "everything"),
        "none of failures, transient, leak");
  }

  @Test
  void slotsThatAreNeverGivenBackAreALeak() throws IOException {
    var file =
        file(
            "s.conf",
            "kernel = \"swiotlb=512,force\"\ndevices.d0 { leak-every = 2, jobs.load { count = 10 } }\n");
    var result = Invocation.of("run", file, "--fail-on", "leak");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("slots were never given back");
  }
}
