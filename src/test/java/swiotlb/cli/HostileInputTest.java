package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that is wrong is told with its place and a remedy, soon, whatever is wrong with it. */
@Timeout(60)
class HostileInputTest {
  private static final Path BAD = Path.of("src/test/resources/cases/bad");
  private static final String DEVICE =
      "\nkernel = \"swiotlb=512,force\"\ndevices.d0 { jobs.load { count = 10 } }\n";

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Invocation run(String text) throws IOException {
    return Invocation.of("run", "--quiet", file("s.conf", text));
  }

  private static void assertRefused(Invocation result, String... says) {
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(says).doesNotContain("\tat ", "Exception", "\u001b");
    assertThat(result.err().lines()).allMatch(line -> line.length() < 1200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run    | deep-objects.conf             | :1: is nested too deeply; write at most 100",
        "run    | nan-size.conf                 | :2: boot.largest-reservation is NaN, not a size",
        "run    | nan-size.conf                 | :3: devices.d0.segment-boundary is ",
        "run    | nan-size.conf                 | :4: devices.d0.queue-depth is ",
        "run    | nan-size.conf                 | segment is 1.5, which has a fraction of a byte",
        "golden | golden-cmdline-esc.jsonl      | :1: cannot be played: swiotlb=",
        "golden | golden-trailing-garbage.jsonl | :2: is not one JSON object",
      })
  void aCaseFromOutsideIsRefusedWithItsLine(String command, String name, String says) {
    var file = BAD.resolve(name);
    assertRefused(Invocation.of(command, file), file.toString(), says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "stats", "explain", "sql", "page", "export"})
  void aTraceOfFiveBytesIsSaidToBeCut(String command) {
    var file = BAD.resolve("trace-gz-5-bytes.jsonl.gz");
    var result =
        switch (command) {
          case "export" ->
              Invocation.of(
                  "trace", command, "--format", "csv", "--out", folder.resolve("o.csv"), file);
          case "page" -> Invocation.of("trace", command, file, "--out", folder.resolve("o.html"));
          case "explain" -> Invocation.of("trace", command, file, "--mapping", 1);
          default -> Invocation.of("trace", command, file);
        };
    assertRefused(result, file + ": is cut: ", "record it once more");
  }

  @Test
  void aMissingIncludeIsAWarningWithItsLine() {
    var file = BAD.resolve("include-missing.conf");
    var result = Invocation.of("run", "--quiet", file);
    assertThat(result.code()).isZero();
    assertThat(result.err()).startsWith(file + ":1: include \"nowhere.conf\": there is no such");
  }

  @Test
  void aBusLimitOfOneRunsAndTheKernelLogSaysWhy() {
    var result = Invocation.of("run", BAD.resolve("bus-limit-1.conf"));
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("not-reachable", "overflow (mask ffffffff, bus limit 1)");
  }

  @Test
  void filesBesideTheScenarioAreIncluded() throws IOException {
    file("a.conf", "cpus = 2\n");
    file("b.conf", "include \"a.conf\"\nmemory = 3 GiB\n");
    var scenario = file("s.conf", "include required(\"b.conf\")" + DEVICE);
    var result = Invocation.of("validate", scenario);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("cpus = 2 ", "memory = 3 GiB ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "include required(\"gone.conf\")          | s.conf:2: include \"gone.conf\": there is no such",
        "include url(\"http://localhost/x.conf\") | s.conf:2: include url(http://localhost/x.conf) is",
        "include classpath(\"reference.conf\")    | s.conf:2: include classpath(reference.conf) is",
        "include \"http://localhost/x.conf\"      | s.conf:2: include http://localhost/x.conf is",
        "include \"s.conf\"                       | s.conf:2: a file includes itself",
      })
  void otherIncludesAreRefused(String include, String says) throws IOException {
    assertRefused(run("# first\n" + include + DEVICE), says);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cpus = \"\u0661\"",
        "cpus = \"4\\u0000\"",
        "memory = 1e400",
        "memory = NaN",
        "memory = \"2 GiB\\u0000\"",
        "memory = \"\u0662 GiB\"",
        "counters-interval = NaN",
        "counters-interval = 1e400 ms",
        "counters-interval = \"\u0661 ms\"",
        "counters-interval = 1000.5 ns",
        "runs = 1.5",
        "devices.d0.jobs.load.block = [{ bytes = NaN }]",
        "devices.d0.jobs.load.block = [{ bytes = 4096.5 }]",
        "devices.d0.jobs.load.block = [{ bytes = 4096, weight = 1.5 }]",
        "devices.d0.resets = [\"\u0661 ms\"]",
        "devices.d0.extra-buffers = [{ bytes = 0.5, direction = to-device }]",
      })
  void whatIsNoExactNumberIsRefused(String setting) throws IOException {
    assertRefused(
        run(DEVICE + setting), "s.conf:4: ", setting.substring(0, setting.indexOf(" = ")));
  }

  @Test
  void whatWouldGrowBeyondMemoryIsRefusedBefore() throws IOException {
    var texts = new StringBuilder("vars.a0 = lollol\n");
    var objects = new StringBuilder("vars.a0 = { x = 1 }\n");
    for (var i = 1; i < 40; i++) {
      var last = "${vars.a" + (i - 1) + "}";
      texts.append("vars.a" + i + " = " + last + last + "\n");
      objects.append("vars.a" + i + " = [" + last + ", " + last + "]\n");
    }
    var itself = "vars.a = xx\n" + "vars.a = ${vars.a}${vars.a}\n".repeat(40);
    var says = "once every ${…} is filled in";
    assertRefused(run(texts + DEVICE), says);
    assertRefused(run(objects + DEVICE), says);
    assertRefused(run(itself + DEVICE), says);
  }

  @Test
  void whatIsAddedToAListManyTimesIsNoBomb() throws IOException {
    assertThat(run("vars.l = []\n" + "vars.l += 1\n".repeat(90) + DEVICE).code()).isZero();
  }

  @Test
  void limitsAreSaid() throws IOException {
    assertRefused(run("about = \"" + "t".repeat(2000) + "\"" + DEVICE), "write at most 1000");
    assertRefused(run("a.".repeat(5000) + "a = 1" + DEVICE), "s.conf:1: is nested too deeply");
    assertRefused(run("#".repeat(5 << 20) + DEVICE), "s.conf: is longer than the 4 MiB");
    var devices = new StringBuilder();
    for (var i = 0; i < 5000; i++) {
      devices.append("devices.d" + i + ".jobs.l.count = 1\n");
    }
    assertRefused(run(devices.toString()), "devices are 5000; a simulation can have at most 4096");
    assertRefused(run("devices.d.jobs.l.count = 1\n".repeat(100_000)), "at most 4096 devices");
  }

  @Test
  void longNamesAreCut() throws IOException {
    var result = run("n".repeat(10_000) + " = 1\nmode = " + "z".repeat(9999) + DEVICE);
    assertRefused(result, "nnn… (10000 characters)", "zzz… (9999 characters)");
  }

  @Test
  void ownVariablesAreAllowed() throws IOException {
    var file = file("s.conf", "vars { n = 3 }\ncpus = ${vars.n}" + DEVICE);
    assertThat(Invocation.of("validate", file).out()).contains("cpus = 3 ");
  }

  @Test
  void aGoldenTraceWithoutOperationsIsRefused() throws IOException {
    var header =
        Files.readString(Path.of("src/test/resources/golden/cpus-4.jsonl")).lines().findFirst();
    var file = file("g.jsonl", header.orElseThrow() + "\n");
    assertRefused(Invocation.of("golden", file), file + ":1: ", "no operation");
  }

  @Test
  void aGoldenLineThatIsNotUtf8IsNamed() throws IOException {
    var text = Files.readString(Path.of("src/test/resources/golden/cpus-4.jsonl"));
    var lines = text.lines().toList();
    var head = (lines.get(0) + "\n" + lines.get(1) + "\n").getBytes(StandardCharsets.UTF_8);
    var file = folder.resolve("g.jsonl");
    try (var out = Files.newOutputStream(file)) {
      out.write(head);
      out.write(new byte[] {'{', (byte) 0xff, '}', '\n'});
    }
    assertRefused(Invocation.of("golden", file), file + ":3: is not UTF-8 text");
  }

  @Test
  void endlessFilesAreNotReadToTheirEnd() {
    assertRefused(Invocation.of("run", "/dev/zero"), "/dev/zero: ");
    assertRefused(Invocation.of("golden", "/dev/zero"), "/dev/zero:1: ");
    assertRefused(Invocation.of("trace", "show", "/dev/zero"), "/dev/zero:1: ");
  }

  @Test
  void aDamagedDatabaseIsNotSaidToBeWritten() throws IOException {
    var trace = folder.resolve("t.duckdb");
    var scenario = file("s.conf", DEVICE);
    assertThat(Invocation.of("run", "--quiet", scenario, "--trace", trace).code()).isZero();
    var bytes = Files.readAllBytes(trace);
    for (var i = 4096; i < bytes.length; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(trace, bytes);
    var result = Invocation.of("trace", "show", trace);
    assertRefused(result, trace + ": ", "damaged");
    assertThat(result.err()).doesNotContain("is being written");
  }
}
