package swiotlb.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import swiotlb.input.InputException;
import swiotlb.report.ResultJson;

/** The command: what it reads, prints and writes. */
class ExplainCommandTest {
  private static final Path CASES = Path.of("src/test/resources/cases");
  private static final Path LINES = CASES.resolve("reports/r25-log-lines.txt");
  private static final String FULL =
      "[ 1.0] nvme 0000:00:04.0: swiotlb buffer is full (sz: 4096 bytes), total 512 (slots), used 512 (slots)";

  @TempDir private Path folder;

  private record Said(int code, String out, String err) {}

  private static Said explain(String input, Object... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var stream = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    var code =
        new CommandLine(new ExplainCommand(stream))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setExecutionExceptionHandler(
                (e, line, parsed) -> {
                  if (e instanceof InputException) {
                    line.getErr().println(e.getMessage());
                    return 2;
                  }
                  throw e;
                })
            .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    return new Said(code, out.toString(), err.toString());
  }

  private JsonNode json(Object... arguments) throws IOException {
    var file = folder.resolve("out.json");
    var all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    all.add(file);
    var said = explain("", all.toArray());
    assertThat(said.err).isEmpty();
    assertThat(said.code).isZero();
    var text = Files.readString(file);
    assertThat(complaints(text)).isEmpty();
    return new ObjectMapper().readTree(text);
  }

  private static List<String> complaints(String json) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(ResultJson.class.getResourceAsStream("explain.schema.json"), InputFormat.JSON)
        .validate(json, InputFormat.JSON)
        .stream()
        .map(Error::toString)
        .toList();
  }

  private static List<String> causes(JsonNode json) {
    return StreamSupport.stream(json.get("lines").spliterator(), false)
        .map(line -> line.get("cause").asText())
        .toList();
  }

  @Test
  void reportedLinesHaveTheirCauses() throws IOException {
    var json = json("--dmesg", LINES);
    assertThat(causes(json))
        .containsExactly(
            "too-large", "exhausted", "exhausted", "exhausted", "no-memory", "unreachable");
    assertThat(json.at("/lines/2/also/0").asText()).isEqualTo("no-contiguous-run");
    assertThat(json.at("/lines/0/time").asDouble()).isEqualTo(40.1);
    assertThat(json.at("/lines/0/device").asText()).isEqualTo("dma-controller");
    assertThat(json.at("/lines/0/line").asText()).isEqualTo(Files.readAllLines(LINES).get(0));
    assertThat(json.at("/facts/0/says").asText()).contains("32 MiB");
  }

  static Stream<Path> logs() throws IOException {
    try (var files = Files.walk(CASES.resolve("recordings"))) {
      return files.filter(f -> f.endsWith("dmesg.txt")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void linesOfRecordedMachinesHaveTheirCauses(Path log) throws IOException {
    var json = json("--dmesg", log);
    var name = log.toString();
    var causes = new TreeSet<>(causes(json));
    if (name.contains("leak")) {
      assertThat(causes(json)).filteredOn("leak"::equals).hasSizeGreaterThan(20);
      assertThat(json.get("answer").asText()).startsWith("Likely leak");
    } else if (name.contains("exhausted")) {
      assertThat(causes).contains("exhausted").doesNotContain("unknown", "leak", "too-large");
    } else {
      assertThat(causes).isEmpty();
      assertThat(json.get("facts")).isNotEmpty();
    }
  }

  @Test
  void theAnswerComesFirstAndWhatToPasteLast() {
    var said = explain("", FULL);
    assertThat(said.code).isZero();
    assertThat(said.out.lines().findFirst().orElseThrow())
        .isEqualTo(
            "Certainly exhausted: a pool is full: more is in flight than it holds (nvme 0000:00:04.0). What helps: a larger pool: swiotlb=SLOTS.");
    assertThat(said.out.strip()).endsWith("to paste:\nswiotlb=32768");
  }

  @Test
  void severalLinesAreExplainedAndOthersCounted() {
    var said = explain("", FULL, "usb 1-1: reset", FULL.replace("4096", "400000"));
    assertThat(said.out)
        .contains("too-large, certain; 1 line")
        .contains("exhausted, certain; 1 line")
        .contains("3 lines read, 1 of them passed over");
  }

  @Test
  void standardInputIsRead() {
    assertThat(explain(FULL + "\r\n" + FULL, "--dmesg", "-").out)
        .contains("exhausted, certain; 2 lines");
  }

  @Test
  void aPackedLogIsRead() throws IOException {
    var log = folder.resolve("log.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(log))) {
      out.write(FULL.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(explain("", "--dmesg", log).out).contains("exhausted, certain; 1 line");
  }

  @Test
  void nothingOfItIsSaid() {
    var said = explain("", "usb 1-1: reset");
    assertThat(said.code).isZero();
    assertThat(said.out)
        .startsWith("None of 1 line is about bounce buffers.")
        .doesNotContain("to paste");
  }

  @Test
  void theFolderOfARecordingTellsOfTheMachine() {
    var machine = CASES.resolve("recordings/7.3.4dynamic-tracefs-ahci-midboot");
    var said = explain("", "--machine", machine, FULL);
    assertThat(said.out)
        .startsWith("Likely growth-limited")
        .endsWith("to paste:\nswiotlb=32768,force,track_hiwater\n");
    assertThat(explain("", "--machine", machine).out).startsWith("No fault: 5 lines tell");
  }

  @Test
  void singleFilesTellOfTheMachine() throws IOException {
    var cmdline = Files.writeString(folder.resolve("cmdline"), "quiet swiotlb=noforce\n");
    var memory = Files.writeString(folder.resolve("meminfo"), "MemTotal:         524288 kB\n");
    assertThat(explain("", "--machine", cmdline, FULL.replace("512", "0")).out)
        .startsWith("Certainly forced-off")
        .endsWith("to paste:\nquiet\n");
    assertThat(explain("", "--machine", memory, FULL).out)
        .as("64 MiB are much for 512 MiB of memory")
        .endsWith("to paste:\nswiotlb=1024\n");
    var free =
        Files.writeString(
            folder.resolve("buddyinfo"),
            "Node 0, zone    DMA32      7      5      3      1      0      0      0      0      0      0      0\n");
    assertThat(explain("", "--machine", free, "software IO TLB: Failed to allocate new pool").out)
        .contains("Free pages: DMA32");
  }

  @Test
  void hostileTextIsPrintedSafe() throws IOException {
    var evil = "\u001b]0;pwn\u0007<script>alert(1)</script>\u202e";
    var line =
        evil + ": swiotlb buffer is full (sz: 4096 bytes), total 512 (slots), used 512 (slots)";
    var report = folder.resolve("report");
    var said = explain("", line, "--report", report);
    assertThat(said.out).doesNotContain("\u001b").doesNotContain("\u202e");
    assertThat(Files.readString(report.resolve("index.html")))
        .doesNotContain("<script>alert")
        .doesNotContain("\u202e");
  }

  @Test
  void aReportHasTheAnswerFirst() throws IOException {
    var report = folder.resolve("report");
    var said = explain("", "--dmesg", LINES, "--report", report);
    assertThat(said.out).contains("report: ");
    assertThat(Files.readString(report.resolve("index.html")))
        .contains("exhausted: a pool is full: more is in flight than it holds")
        .contains("./swiotlb-sim explain --dmesg ")
        .contains("Lines by cause and device")
        .contains("Slots in use when lines were written");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--dmesg missing.txt | missing.txt: cannot be read",
        "--dmesg src | src: is a folder",
        "--machine missing | missing: cannot be read",
        "--machine src/main | src/main: has no file that tells of a machine",
        "--machine simulations/recordings/virtio-big-default | holds no log to explain",
        "--release 99.9 x | --release: there is no kernel 99.9",
        "--release many x | --release: many is no release"
      })
  void badInputIsNamed(String arguments, String message) {
    var said = explain("", (Object[]) arguments.split(" "));
    assertThat(said.code).isEqualTo(2);
    assertThat(said.err).contains(message).doesNotContain("\tat ");
  }

  @Test
  void theAdvisedSizeIsTriedOnTheRecordedWork() throws IOException {
    var machine = CASES.resolve("recordings/7.3.4-tracefs-ahci-exhausted64k");
    var json = json("--machine", machine, "--what-if");
    assertThat(json.at("/what_if/cmdline").asText()).contains("swiotlb=32768,force");
    assertThat(json.at("/what_if/failed_maps").asLong()).isZero();
    assertThat(json.at("/what_if/recorded_failed_maps").asLong()).isEqualTo(75);
    var same = json("--machine", machine, "--what-if=512");
    assertThat(same.at("/what_if/failed_maps").asLong()).isPositive();
  }

  @Test
  void whatCannotBeTriedIsNamed() {
    var machine = CASES.resolve("recordings/7.3.4-tracefs-ahci-exhausted64k");
    assertThat(explain("", "--what-if", "--dmesg", LINES).err).contains("needs a recording");
    assertThat(explain("", "--machine", machine, "--what-if=much").err)
        .contains("much is neither slots nor a parameter");
    assertThat(explain("", "--machine", machine, "usb 1-1: reset", "--what-if").err)
        .contains("no size is advised");
  }

  @Test
  void nothingToExplainIsBadInput() {
    var said = explain("");
    assertThat(said.code).isEqualTo(2);
    assertThat(said.err).contains("needs something to explain");
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    var journal = Files.writeString(folder.resolve("system.journal"), "LPKSHHRH0000");
    var said = explain("", "--dmesg", journal);
    assertThat(said.code).isEqualTo(2);
    assertThat(said.err).contains("journalctl -k --file");
  }

  @Test
  void whatIsBinaryIsRefused() throws IOException {
    var bytes = new byte[10_000];
    new Random(1).nextBytes(bytes);
    var said = explain("", "--dmesg", Files.write(folder.resolve("vmlinux"), bytes));
    assertThat(said.code).isEqualTo(2);
    assertThat(said.err).contains("is no text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void aLogInTwoBytesACharacterIsRead(String charset) throws IOException {
    var log = Files.writeString(folder.resolve("log.txt"), FULL + "\r\n", Charset.forName(charset));
    assertThat(explain("", "--dmesg", log).out).contains("1 line read");
    assertThat(explain("", "--dmesg", log).out).doesNotContain("is about bounce buffers");
  }

  @Test
  void zerosThatACrashLeftAreNoBinaryFile() throws IOException {
    var log = Files.writeString(folder.resolve("log.txt"), "\0".repeat(5_000) + "\n" + FULL);
    assertThat(explain("", "--dmesg", log).out).contains("2 lines read, 1 of them passed over");
  }

  @Test
  void filesOfAMachineThatAreDamagedAreNamed() throws IOException {
    var memory = Files.writeString(folder.resolve("meminfo"), "nothing\n");
    assertThat(explain("", "--machine", memory, FULL).err)
        .contains("is of no kind that tells of a machine");
    var free = Files.writeString(folder.resolve("buddyinfo"), "Node 0, zone DMA32 1 2\n");
    assertThat(explain("", "--machine", free, FULL).code).isEqualTo(2);
  }

  @Test
  void theInputIsNotOverwritten() throws IOException {
    var log = Files.writeString(folder.resolve("log.txt"), FULL);
    assertThat(explain("", "--dmesg", log, "--json", log).code).isEqualTo(2);
    assertThat(Files.readString(log)).isEqualTo(FULL);
  }

  @Test
  void aLongLogIsReadLineByLine() throws IOException {
    var log = folder.resolve("long.txt");
    try (var out = new OutputStreamWriter(Files.newOutputStream(log), StandardCharsets.UTF_8)) {
      for (var i = 0; i < 200_000; i++) {
        out.write("[" + i + ".0] usb 1-1: reset high-speed USB device number 2 using xhci_hcd\n");
      }
      out.write("x".repeat(10_000_000) + "\n" + FULL + "\n");
    }
    assertThat(explain("", "--dmesg", log).out)
        .contains("200002 lines read, 200001 of them passed over");
  }

  @Test
  void theSchemaRefusesOtherCauses() {
    assertThat(complaints("{\"lines\": [{\"cause\": \"bad luck\"}]}")).isNotEmpty();
  }
}
