package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayCommandTest {
  private static List<String> beginning;

  @TempDir private Path folder;

  @BeforeAll
  static void readBeginning() throws IOException {
    var file = Path.of("simulations/recordings/ahci-small-growing/trace.txt.gz");
    try (var in = new GZIPInputStream(Files.newInputStream(file))) {
      beginning = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().limit(600).toList();
    }
  }

  /** A folder with the beginning of a recording. */
  private Path recording(String from, String to) throws IOException {
    Files.writeString(folder.resolve("cmdline.txt"), "swiotlb=512,force\n");
    Files.writeString(
        folder.resolve("trace.txt"),
        beginning.stream().map(line -> line.replace(from, to)).collect(Collectors.joining("\n")));
    return folder;
  }

  private Path recording() throws IOException {
    return recording("", "");
  }

  private JsonNode json(Object... more) throws IOException {
    var file = folder.resolve("result.json");
    var words = new ArrayList<Object>(List.of("replay", recording(), "--json", file));
    words.addAll(List.of(more));
    assertThat(Invocation.of(words.toArray()).code()).isZero();
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void aRecordingIsFollowed() throws IOException {
    var result = Invocation.of("replay", recording());
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("4 CPUs, with probes")
        .contains("default pool at 0x78500000, 512 slots in 4 areas")
        .containsPattern("(\\d+) of \\1 mappings lie where they were recorded \\(100\\.00 %\\)");
  }

  @Test
  void probesCanBeIgnored() throws IOException {
    assertThat(Invocation.of("replay", recording(), "--ignore-probes").out())
        .contains("standard events only")
        .contains("(100.00 %)");
  }

  @Test
  void linesThatCouldNotBeReadAreShownWithoutTheirEffect() throws IOException {
    var file = recording("# tracer: nop", "\u001b[2J");
    assertThat(Invocation.of("replay", file).out())
        .contains("1 lines could not be read, the first: \ufffd[2J")
        .doesNotContain("\u001b");
  }

  @Test
  void lostLinesAreTold() throws IOException {
    assertThat(Invocation.of("replay", recording("30026/30026", "30026/30030")).out())
        .contains("the kernel lost 4 lines");
  }

  @Test
  void aDivergenceIsToldAlikeInEveryCountry() throws IOException {
    var here = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(Invocation.of("replay", recording("tlb=0x785c1000", "tlb=0x785c2000")).out())
          .containsPattern(
              "first divergence: mapping 3, 4096 bytes at 0x7fbb0000 of 0000:00:1f\\.2 on CPU 3 at 5\\.119633 s\n")
          .containsPattern("recorded slot 388 of area 3 .*\n +decided +slot 386 of area 3 ");
    } finally {
      Locale.setDefault(here);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/divergences,0",
    "/unreadable_lines,0",
    "/recorded/transient_maps,0",
    "/simulated/growths,0",
    "/simulated/io_tlb_nslabs,512",
    "/simulated/io_tlb_used_hiwater,2",
    "/inferred/probes,true",
    "/inferred/cpus,4",
    "/inferred/default_slots,512",
    "/inferred/default_areas,4",
    "/inferred/default_pool,0x78500000"
  })
  void resultsAreWrittenAsJson(String pointer, String value) throws IOException {
    assertThat(json().at(pointer).asText()).isEqualTo(value);
  }

  @Test
  void whatTheRecordingDoesNotTellIsNull() throws IOException {
    assertThat(json().at("/recorded/io_tlb_nslabs").isNull()).isTrue();
  }

  @Test
  void theRecordedCommandLineCanBeGiven() throws IOException {
    var result = Invocation.of("replay", recording(), "--cmdline", "swiotlb=1024,force");
    assertThat(result.out()).contains("1024 slots in 4 areas");
  }

  @Test
  void aCommandLineThatCannotBeTheRecordedOneIsBadInput() throws IOException {
    var result = Invocation.of("replay", recording(), "--cmdline", "swiotlb=noforce");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("--cmdline: ");
  }

  @Test
  void aRecordedCommandLineThatPutsThePoolBelowAllMemoryIsBadInput() throws IOException {
    var result =
        Invocation.of(
            "replay", recording(), "--ignore-probes", "--cmdline", "swiotlb=16777216,force");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("--cmdline: asks for a default pool of 34359738368 bytes");
  }

  @Test
  void aPoolToTryThatHasNoRoomHalvesAsAtBoot() throws IOException {
    var json = json("--what-if", "--cmdline", "swiotlb=4194304,force");
    assertThat(json.at("/what_if/io_tlb_nslabs").asInt()).isEqualTo(1 << 20);
    assertThat(json.at("/what_if/failures").isEmpty()).isTrue();
  }

  @Test
  void zeroAreasAreOneInReplayToo() throws IOException {
    var result = Invocation.of("replay", recording(), "--cmdline", "swiotlb=512,0,force");
    assertThat(result.out()).contains("512 slots in 1 areas");
  }

  @Test
  void anotherConfigurationIsCompared() throws IOException {
    var json = json("--what-if", "--cmdline", "swiotlb=32768,force");
    assertThat(json.at("/what_if/io_tlb_nslabs").asInt()).isEqualTo(32768);
    assertThat(json.at("/recorded_configuration/io_tlb_nslabs").asInt()).isEqualTo(512);
    assertThat(json.at("/recorded_configuration/cmdline").asText()).isEqualTo("swiotlb=512,force");
  }

  @Test
  void anotherConfigurationMustBeNamed() throws IOException {
    var result = Invocation.of("replay", recording(), "--what-if");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("--what-if: needs the configuration to try");
  }

  @Test
  void aForeignFileIsBadInput() throws IOException {
    var file = Files.writeString(folder.resolve("foreign"), "hello\n");
    var result = Invocation.of("replay", file);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith(file + ": holds no line of ftrace text");
  }

  private static final Path CASES = Path.of("src/test/resources/cases");

  @ParameterizedTest
  @CsvSource({
    "reports/r13-trace-bounced-only.txt,d4281000.mmc,12288",
    "recordings/6.1.176-tracefs-mixed-dd,0000:00:1f.2,23511040"
  })
  void ofAKernelThatTellsNoMappingsThereIsWhoBounces(String name, String device, long bytes)
      throws IOException {
    var json = folder.resolve("bounces.json");
    var result = Invocation.of("replay", CASES.resolve(name), "--json", json);
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("No mapping is in the recording")
        .contains("nothing is compared")
        .doesNotContain("mappings lie");
    var bounces = new ObjectMapper().readTree(json.toFile()).get("bounces");
    assertThat(bounces.get(device).get("bytes").asLong()).isEqualTo(bytes);
  }

  @Test
  void aWhatIfOfBouncesAloneIsRefused() {
    var result =
        Invocation.of(
            "replay",
            CASES.resolve("reports/r13-trace-bounced-only.txt"),
            "--what-if",
            "--cmdline",
            "swiotlb=512,force");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("shows no mappings").contains("dma:*");
  }

  @Test
  void whatWasTakenForGrantedAndIsWrongFails() {
    var result =
        Invocation.of(
            "replay",
            CASES.resolve("recordings/7.3.4-tracefs-ahci-nvme-virtio-dd"),
            "--pool",
            "0x70000000+1M");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("what the machine was taken for above is wrong");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "software IO TLB: area num 3.;dmesg.txt:1: names 3 areas",
        "software IO TLB: mapped [mem 0x0000000078500123-0x0000000078600123] (1MB);dmesg.txt:1: names a default pool",
        "software IO TLB: mapped [mem 0x0000000000000000-0x7fffffffffffffff] (1MB);dmesg.txt:1: names a default pool"
      })
  void aBootLogThatNoKernelWritesIsRefusedWithItsLine(String line, String what) throws IOException {
    Files.writeString(folder.resolve("dmesg.txt"), line + "\n");
    var result = Invocation.of("replay", recording());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(what).contains("leave it out");
  }

  @Test
  void aPlaceThatIsGivenCounts() {
    var result =
        Invocation.of(
            "replay",
            CASES.resolve("reports/r15-trace-late-start.txt"),
            "--pool",
            "0x78500000+1M",
            "--static");
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("default pool at 0x78500000, 512 slots in 4 areas, as the kernel's log or --pool")
        .contains("30 of 30 mappings");
  }

  @ParameterizedTest
  @CsvSource({
    "--pool,0x78500000",
    "--pool,0x78500100+1M",
    "--pool,0x78500000+1000",
    "--pool,0xffffffffffff0000+1M",
    "--cpus,0",
    "--cpus,100000",
    "--cpus,1",
    "--release,newest"
  })
  void whatCannotBeSaidOfAMachineIsRefusedByItsOption(String option, String value) {
    var result =
        Invocation.of("replay", CASES.resolve("reports/r15-trace-late-start.txt"), option, value);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith(option + ": ");
  }

  @Test
  void moreCpusThanLinuxCanHaveAreRefusedWithTheirLine() {
    var result = Invocation.of("replay", CASES.resolve("bad/recording-p99999.txt"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("recording-p99999.txt:3: ").contains("99999 CPUs");
  }

  @Test
  void lossesAreToldWithWhatIsDoubtfulForThem() {
    var result =
        Invocation.of("replay", CASES.resolve("recordings/6.12.117-tracepipe64K-mixed-lost"));
    assertThat(result.out())
        .contains("lost 2555 lines")
        .contains("first before bounce 3169")
        .contains("what follows is doubtful")
        .contains("before the first loss 3169 of 3169\n")
        .contains("io_tlb_used_hiwater is doubtful: 195 before the first loss");
  }

  @Test
  void aLeakIsNamedWithWhatTheKernelCounts() {
    var result = Invocation.of("replay", CASES.resolve("recordings/6.18.15-tracefs-nvme-leak"));
    assertThat(result.out())
        .contains("0000:00:01.0: 24 mappings, at least 492 slots, are not given back by the end")
        .contains("still counted 492 slots in use afterwards");
  }

  @Test
  void poolsThatNoWorkWasQueuedForInTheRecordingAreSaidToBeSo() {
    var name = "recordings/7.3.4dynamic-tracefs-ahci-midboot";
    assertThat(Invocation.of("replay", CASES.resolve(name)).out())
        .contains("growths: 5 of the pools were there before it began")
        .doesNotContain("came although");
  }

  @Test
  void aStaticKernelIsTriedAsOneUnlessItIsToGrow() {
    var recording = CASES.resolve("recordings/7.3.4-tracefs-ahci-exhausted64k");
    var asked = new String[] {"replay", recording.toString(), "--what-if", "--cmdline"};
    var same = Invocation.of(asked[0], asked[1], asked[2], asked[3], "swiotlb=512,force");
    assertThat(same.out()).contains("static as the recorded kernel");
    var growing =
        Invocation.of(asked[0], asked[1], asked[2], asked[3], "swiotlb=512,force", "--dynamic");
    assertThat(growing.out()).containsPattern("failed maps +75 +\\d+ +0\n");
  }
}
