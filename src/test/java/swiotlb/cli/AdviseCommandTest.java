package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdviseCommandTest {
  private static final String HOSTILE = "<img src=x onerror=alert(1)>";
  private static final String STEADY =
      """
      kernel { cmdline = "quiet swiotlb=8192,force", dynamic = off }
      cpus = 2
      devices.d.jobs.j { cpus = all, depth = 5, block = 64 KiB, count = 60 }
      """;

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("s.conf"), text);
  }

  private Invocation advise(String text, Object... arguments) throws IOException {
    var words = new ArrayList<Object>(List.of("advise", file(text)));
    words.addAll(List.of(arguments));
    return Invocation.of(words.toArray());
  }

  private static List<String> complaints(String json) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(
            AdviseCommandTest.class.getResourceAsStream("/swiotlb/report/advise.schema.json"),
            InputFormat.JSON)
        .validate(json, InputFormat.JSON)
        .stream()
        .map(Error::toString)
        .toList();
  }

  @Test
  void theAnswerComesFirstAndTheLineToPasteLast() throws IOException {
    var result = advise(STEADY);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    var lines = result.out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "s: swiotlb=512,2,force is enough for a static kernel: 1 MiB, 63 MiB less than the 64 MiB"
                + " that the kernel takes by itself, with no mapping failing, in each of 59 machines");
    assertThat(lines.get(lines.size() - 1)).isEqualTo("swiotlb=512,2,force");
    assertThat(result.out())
        .contains("why not less: with 256 slots in 2 areas", "(the first after", "no-free-run")
        .contains("2 times the load: it is not enough", "it takes swiotlb=1024,2,force")
        .contains("a kernel with dynamic pools: swiotlb=")
        .contains("59 machines from boot met every objective", "95 % confidence")
        .contains("figures (1 H, 3 M, 11 L) drawn from their ranges");
  }

  @Test
  void jsonKeepsToItsSchema() throws IOException {
    var json = folder.resolve("a.json");
    assertThat(advise(STEADY, "--json", json).code()).isZero();
    var text = Files.readString(json);
    assertThat(complaints(text)).isEmpty();
    var root = new ObjectMapper().readTree(text);
    assertThat(root.get("swiotlb_slots").intValue()).isEqualTo(512);
    assertThat(root.get("areas").intValue()).isEqualTo(2);
    assertThat(root.get("cmdline").textValue()).isEqualTo("swiotlb=512,2,force");
    assertThat(root.get("default_bytes").longValue()).isEqualTo(64 << 20);
    assertThat(root.get("saved_bytes").longValue()).isEqualTo(63 << 20);
    assertThat(root.get("confidence").doubleValue()).isEqualTo(0.95);
    assertThat(root.get("margin").get("met").booleanValue()).isFalse();
    assertThat(root.get("curve")).hasSizeGreaterThan(3);
    assertThat(complaints(text.replace("\"enough\"", "\"perhaps\""))).isNotEmpty();
  }

  @Test
  void aWorkloadThatNoSizeServesSaysWhyAndFails() throws IOException {
    var json = folder.resolve("a.json");
    var leaking = STEADY.replace("devices.d.jobs", "devices.d.leak-every = 10\ndevices.d.jobs");
    var result = advise(leaking, "--json", json);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .startsWith("s: no size helps: d maps buffers that it never gives back (")
        .contains("mend the driver");
    assertThat(complaints(Files.readString(json))).isEmpty();
  }

  /** It takes 32768 slots for none written, and then 6 % of its memory. */
  @Test
  void theDefaultSizeOfAnEncryptedGuestIsWrittenSoThatItIsTaken() throws IOException {
    var json = folder.resolve("a.json");
    var text =
        """
        kernel.dynamic = off
        encryption.kind = sev-snp
        memory = 4 GiB
        cpus = 4
        devices.d.jobs.j { block = 256 KiB, depth = 150, count = 300, context = process }
        """;
    var advised = advise(text, "--machines=1", "--json", json);
    assertThat(advised.out()).startsWith("s: swiotlb=32640 is enough for a static kernel: 64 MiB");
    assertThat(Files.readString(json)).contains("\"swiotlb_slots\" : 32768");
  }

  @Test
  void aPoolThatIsFullWhenAllGoesWellIsToldToHaveNoRoom() throws IOException {
    var text =
        """
        kernel { cmdline = "swiotlb=force", dynamic = off }
        cpus = 1
        devices.d.jobs.j { block = 4 KiB, depth = 64, count = 500 }
        """;
    assertThat(advise(text, "--machines=1").out())
        .startsWith("s: swiotlb=128,1,force is enough for a static kernel")
        .contains("all 128 slots were in use at a time")
        .contains("swiotlb=256,1,force leaves room for that");
  }

  @Test
  void whereMappingsFailAtAnySizeNothingIsPasted() throws IOException {
    var json = folder.resolve("a.json");
    var text =
        """
        kernel = "swiotlb=force"
        devices.d { max-segment = 512 KiB, jobs.j { block = 512 KiB, count = 20 } }
        """;
    var result = advise(text, "--machines=1", "--json", json);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .contains("too-large: d maps up to 512 KiB at a time")
        .endsWith("nothing to paste before that is mended; then ask again\n");
    assertThat(Files.readString(json)).contains("\"cmdline\" : null");
    assertThat(complaints(Files.readString(json))).isEmpty();
  }

  @Test
  void aMachineWithoutPoolSaysWhatMakesOne() throws IOException {
    var result = advise("memory = 3 GiB\ndevices.d { dma-bits = 30, jobs.j { count = 50 } }\n");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .startsWith("s: no size helps: this machine has no default pool")
        .contains("no-memory: the allocator has no slots: give it some, with swiotlb=force");
  }

  @Test
  void aReportSaysTheAnswerFirst() throws IOException {
    var out = folder.resolve("report");
    var result = advise(STEADY + "# " + HOSTILE + "\n", "--report", out, "--growth-factor", "1.5");
    assertThat(result.code()).isZero();
    var page = Files.readString(out.resolve("index.html"));
    assertThat(page)
        .contains("<h2>swiotlb=512,2,force</h2>", "Why not less", "How sure it is")
        .contains("--growth-factor 1.5")
        .doesNotContain(HOSTILE);
    assertThat(out.resolve("failures.svg")).exists();
    assertThat(out.resolve("latency.svg")).exists();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--failures | -1 | --failures: is -1; give a number from 0 or more",
        "--transient-share | 2 | --transient-share: '2' is no part of a whole",
        "--transient-share | much | --transient-share: 'much' is no part of a whole",
        "--p99-map | soon | --p99-map",
        "--growth-factor | 0.5 | --growth-factor: is 0.5; give a number from 1 to 64",
        "--growth-factor | NaN | --growth-factor: is NaN",
        "--confidence | 1 | --confidence",
        "--threads | 0 | --threads: is 0",
        "--machines | -1 | --machines: is -1",
        "--set | cpus=many | cpus is many",
        "--cmdline | swiotlb=1 | --cmdline: goes with recordings",
        "--static | | --static: goes with recordings",
      })
  void whatIsWrongIsToldWithItsPlace(String option, String value, String told) throws IOException {
    var result = value == null ? advise(STEADY, option) : advise(STEADY, option, value);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(told).doesNotContain("\tat ");
    assertThat(result.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"database.fio", "recorded.log", "backup.txt", "server.csv"})
  void whatPeopleHaveIsAdvisedWithTheMachineThatIsAssumed(String file) {
    var advised = Invocation.of("advise", "simulations/imports/" + file, "--machines", 1);
    assertThat(advised.code()).as(advised.err()).isZero();
    assertThat(advised.out())
        .contains("it has 4 CPUs (--cpus)", "the disk is an nvme")
        .containsPattern("swiotlb=\\d+,\\d,force\n$");
  }

  @Test
  void whatIsSaidOfTheMachineIsNotAssumed() {
    var advised =
        Invocation.of(
            "advise",
            "simulations/imports/recorded.log",
            "--machines=1",
            "--cpus=2",
            "--cmdline=swiotlb=4096,force",
            "--set=devices.disk.type=sata");
    assertThat(advised.out()).doesNotContain("--cpus", "--cmdline", "the disk is");
    assertThat(Invocation.of("advise", "simulations/imports/recorded.log", "--ignore-probes").err())
        .contains("goes with recordings");
  }

  @Test
  void aFileThatIsNotThereIsTold() {
    var result = Invocation.of("advise", folder.resolve("none.conf"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("none.conf").contains("cannot be read");
    assertThat(Invocation.of("advise", folder.resolve("none")).code()).isEqualTo(2);
  }

  /** Kernels before 6.12 have no events of mappings. */
  @Test
  void ofARecordingOfBouncesAloneItIsSaidForHowLongTheyAreTakenToBeHeld() {
    var recording = "src/test/resources/cases/recordings/6.1.176-tracefs-mixed-dd";
    var usual = Invocation.of("advise", recording);
    assertThat(usual.code()).isZero();
    assertThat(usual.out())
        .startsWith("6.1.176-tracefs-mixed-dd: swiotlb=512,4,force is enough")
        .contains("taken to be held for 1.00 ms (--held TIME), so that at most 118 are held")
        .contains("of ten times as long it would be 686");
    assertThat(Invocation.of("advise", recording, "--held", "10ms", "--machines", 2).out())
        .startsWith("6.1.176-tracefs-mixed-dd: swiotlb=2048,4,force is enough")
        .contains("held for 10.0 ms (--held TIME), so that at most 686 are held");
  }

  @Test
  void howLongBuffersAreHeldIsNotSaidWhereTheRecordingTellsIt() throws IOException {
    assertThat(
            Invocation.of("advise", "simulations/recordings/ahci-small-growing", "--held", "1 ms")
                .err())
        .contains("--held: does not count: the recording tells how long");
    assertThat(advise(STEADY, "--held", "1ms").err()).contains("--held: goes with recordings");
    assertThat(advise(STEADY, "--machines", 0).err()).contains("--machines: is 0; give a number");
  }

  /** Its head begins as a job file of fio may. */
  @Test
  void aRecordingThatIsAFileIsToldFromAJobFile() throws IOException {
    var packed = Path.of("simulations/recordings/network-after-boot/trace.txt.gz");
    var plain = folder.resolve("t");
    try (var in = new GZIPInputStream(Files.newInputStream(packed))) {
      Files.write(plain, in.readAllBytes());
    }
    assertThat(Invocation.of("advise", packed, "--machines", 2).out())
        .startsWith("trace.txt.gz: swiotlb=1024,4,force,track_hiwater is enough")
        .contains("4 GiB of memory, as size --machine says of the files beside the recording");
    assertThat(Invocation.of("advise", plain, "--machines", 2).out())
        .startsWith("t: swiotlb=512,4 is enough for a static kernel: 1 MiB")
        .contains("nothing tells how much memory the machine has: 64 GiB");
    var rubbish = Files.writeString(folder.resolve("r.fio"), "# nothing\n\n");
    assertThat(Invocation.of("advise", rubbish).err())
        .startsWith(
            rubbish + ": is none of what is advised on: a scenario (FILE.conf), a recording");
  }

  @Test
  void theLeakOfARecordingIsNamed() {
    var result =
        Invocation.of("advise", "src/test/resources/cases/recordings/6.18.15-tracefs-nvme-leak");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .startsWith("6.18.15-tracefs-nvme-leak: no size helps: 0000:00:01.0 maps buffers that it")
        .contains(" never gives")
        .contains("492 in the end");
  }

  /**
   * The advised size is enough for the recorded requests, and half of it is not, or it says why.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "simulations/recordings/ahci-16deep-growing",
        "simulations/recordings/ahci-small-growing",
        "simulations/recordings/ahci-xdeep-growing",
        "simulations/recordings/network-after-boot",
        "simulations/recordings/virtio-16deep-growing",
        "simulations/recordings/virtio-big-default",
        "src/test/resources/cases/recordings/6.12.117-tracecmd3.1.6-mixed-dd",
        "src/test/resources/cases/recordings/6.12.117-tracepipe64K-mixed-lost",
        "src/test/resources/cases/recordings/7.3.4-perf7.3.4-mixed-dd",
        "src/test/resources/cases/recordings/7.3.4-tracefs-ahci-exhausted64k",
        "src/test/resources/cases/recordings/7.3.4-tracefs-ahci-nvme-virtio-dd",
        "src/test/resources/cases/recordings/7.3.4-tracefs-nvme-unaligned64M",
        "src/test/resources/cases/recordings/7.3.4-tracefs-piix-normal",
        "src/test/resources/cases/recordings/7.3.4dynamic-trace_event-ahci-growing",
        "src/test/resources/cases/recordings/7.3.4dynamic-tracefs-ahci-midboot",
      })
  void recordedRequestsAreServedByWhatIsAdvised(String recording) throws IOException {
    var json = folder.resolve("a.json");
    var advised = Invocation.of("advise", recording, "--json", json);
    assertThat(advised.code()).as(advised.err() + advised.out()).isZero();
    var root = new ObjectMapper().readTree(json.toFile());
    var slots = root.get("swiotlb_slots").intValue();
    var areas = root.get("areas").intValue();
    assertThat(outcome(recording, slots, areas).get("failures")).isEmpty();

    var lesser = outcome(recording, slots / 2, Math.max(1, areas / 2));
    var isDynamic = root.get("kernels").get(0).get("dynamic").booleanValue();
    var saysWhy =
        advised.out().contains("no boot gives less")
            || advised.out().contains("slots were in use before the recording began");
    assertThat(isDynamic || saysWhy || !lesser.get("failures").isEmpty())
        .as("%s %s", lesser, advised.out())
        .isTrue();
    if (isDynamic) {
      assertThat(advised.out()).containsPattern("why not less: .*transient-share is|no boot gives");
    }
  }

  /** One job in two boots: in the second the queue was full before anything was given back. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6.12.117-recorder-ahci-fio32deep | 2048 | 1 | swiotlb=4096,1,force leaves room for that",
        "6.12.117-recorder-ahci-fio32deep-atonce | 4096 | 2 | with 2048 slots in 2 areas",
      })
  void theSizesThatWereBootedOnAKernelAreThoseAdvised(
      String name, int slots, int areas, String told) throws IOException {
    var recording = "src/test/resources/cases/recordings/" + name;
    var line = "swiotlb=%d,%d,force".formatted(slots, areas);
    var advised = Invocation.of("advise", recording);
    assertThat(advised.code()).as(advised.err()).isZero();
    assertThat(advised.out())
        .startsWith(name + ": " + line + " is enough for a static kernel")
        .contains("4096 slots refuse nothing however buffers lie", told)
        .endsWith(line + "\n");
    assertThat(outcome(recording, slots, areas).get("failures")).isEmpty();
    assertThat(outcome(recording, 1024, areas).get("failures")).isNotEmpty();
  }

  private JsonNode outcome(String recording, int slots, int areas) throws IOException {
    var json = folder.resolve("w.json");
    var run =
        Invocation.of(
            "replay",
            recording,
            "--what-if",
            "--cmdline",
            "swiotlb=" + slots + "," + areas,
            "--json",
            json);
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(json.toFile()).get("what_if");
  }

  @Test
  void aRestrictedPoolIsNotToBeSizedByAParameter() throws IOException {
    var text =
        """
        arch = arm64
        kernel = "swiotlb=2048"
        devices.wifi0 {
          restricted-pool = 512 KiB
          jobs.receive { block = 32 KiB, depth = 24, context = interrupt, count = 40 }
        }
        """;
    assertThat(advise(text, "--machines", 2).out())
        .contains("mappings fail at any size (wifi0: no-free-run)")
        .contains("no-free-run: wifi0 has a pool of its own, which swiotlb= does not size")
        .doesNotContain("a larger swiotlb=N");
  }

  @Test
  void whatFailsAtAnySizeIsSaidToTakeNoSlots() throws IOException {
    var text =
        """
        kernel { cmdline = "swiotlb=8192,force", dynamic = off }
        devices.d { max-segment = 512 KiB, jobs.j { depth = 5, block = 512 KiB, count = 8 } }
        """;
    assertThat(advise(text, "--machines", 2).out())
        .contains("mappings fail at any size (d: too-large)")
        .contains("in which what fails takes no slots: once that is mended, ask again");
  }
}
