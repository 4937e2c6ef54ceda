package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.study.fleet.ResampledFleet;

class FleetCommandTest {
  private static final Path CASES = Path.of("src/test/resources/cases/recordings");
  private static final String SMALL = "7.3rc7-recorder-ahci-nvme-failed-list";
  private static final String OTHER = "6.12.117-recorder-piix-normal2M";
  private static final String HOSTILE = "<img src=x onerror=alert(1)>\u001b[2J";

  @TempDir private Path folder;

  private static Invocation fleet(Object... words) {
    var all = new ArrayList<Object>(List.of("fleet"));
    all.addAll(List.of(words));
    return Invocation.of(all.toArray());
  }

  private static void copy(String recording, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(CASES.resolve(recording))) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /** Two machines in racks. */
  private Path machines() throws IOException {
    var racks = folder.resolve("racks");
    copy(SMALL, racks.resolve("one/a"));
    copy(OTHER, racks.resolve("two/b"));
    return racks;
  }

  private Path list(String... lines) throws IOException {
    return Files.writeString(folder.resolve("fleet.txt"), String.join("\n", lines) + "\n");
  }

  private static JsonNode valid(Path json) throws IOException {
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                FleetCommandTest.class.getResourceAsStream("/swiotlb/report/fleet.schema.json"),
                InputFormat.JSON);
    assertThat(schema.validate(Files.readString(json), InputFormat.JSON)).isEmpty();
    return new ObjectMapper().readTree(json.toFile());
  }

  @Test
  void theAnswerIsTheFirstLineAndTheParameterTheLast() throws IOException {
    var said = fleet(machines());
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .startsWith(
            "2 machines: swiotlb=1024 on each refuses nothing of what was recorded, with 4 MiB of"
                + " memory in all, 1 MiB more than the 3 MiB of their default pools now. What they"
                + " boot with now does not serve 1 of them.\n")
        .endsWith("\nswiotlb=1024\n");
    assertThat(said.out())
        .contains("one setting for all", "who stands out", "with Linux 7.3", "how sure")
        .contains("1 whose pool failed already", "(few)");
  }

  @Test
  void theNumberOfThreadsChangesNothing() throws IOException {
    var racks = machines();
    assertThat(fleet(racks, "--threads", 1)).isEqualTo(fleet(racks, "--threads", 3));
  }

  @Test
  @Tag("process")
  @Timeout(300)
  void nodesComeToTheSameAnswer() throws IOException {
    var racks = machines();
    Files.createDirectories(racks.resolve("three/empty"));
    var list = list("racks/one/a", "racks/two/b", "racks/three/empty");
    var here = fleet(list, "--json", folder.resolve("here.json"));
    var elsewhere =
        fleet(list, "--local-nodes", 2, "--threads", 2, "--json", folder.resolve("there.json"));
    assertThat(elsewhere.code()).as(elsewhere.err()).isEqualTo(here.code());
    assertThat(elsewhere.out()).isEqualTo(here.out());
    assertThat(folder.resolve("there.json")).hasSameTextualContentAs(folder.resolve("here.json"));
  }

  @Test
  void aListNamesFoldersRelativeToItself() throws IOException {
    machines();
    var said = fleet(list("# two racks", "", "racks/one/a", " racks/two/b "));
    assertThat(said.out()).isEqualTo(fleet(folder.resolve("racks")).out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"racks/three/c", "a\0b"})
  void aLineThatNamesNothingIsTold(String line) throws IOException {
    machines();
    var said = fleet(list("racks/one/a", line));
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .contains("fleet.txt", "2: names", "which is not there; write the folder of a recording");
  }

  @Test
  void aListThatIsNoneIsTold() throws IOException {
    assertThat(fleet(list("# nobody")).err()).contains("names no recording");
    assertThat(fleet(folder.resolve("nothing")).err()).contains("cannot be read");
    var binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(fleet(binary).err()).contains("is no text in UTF-8");
    assertThat(fleet(binary).code()).isEqualTo(2);
  }

  @Test
  void whatCannotBeReadDoesNotKeepTheOthersFromIt() throws IOException {
    var racks = machines();
    Files.createDirectories(racks.resolve("three/empty"));
    copy(SMALL, racks.resolve("three/broken"));
    Files.delete(racks.resolve("three/broken/trace.txt.gz"));
    Files.writeString(racks.resolve("three/broken/trace.txt"), "nothing of it\n");
    var json = folder.resolve("fleet.json");
    var said = fleet(racks, "--json", json);
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out())
        .contains("2 machines: swiotlb=1024", "not read, and in nothing above (2 of 4 folders)")
        .contains("three/empty: holds no trace.txt or trace.txt.gz")
        .contains("three/broken/trace.txt: holds no line of ftrace text");
    assertThat(valid(json).get("unread")).hasSize(2);
  }

  @Test
  void withoutAnyRecordingThereIsNoAnswer() throws IOException {
    var said = fleet(Files.createDirectories(folder.resolve("empty/one")).getParent());
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("has no recording that can be read, of 1; the first:");
  }

  @Test
  void theSameRecordingUnderTwoNamesCountsOnce() throws IOException {
    var racks = machines();
    copy(SMALL, racks.resolve("two/again"));
    var json = folder.resolve("fleet.json");
    var said = fleet(racks, "--json", json);
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("2 machines", "counted once").contains("two/again: the same");
    assertThat(valid(json).get("repeated")).hasSize(1);
    assertThat(valid(json).get("machines")).hasSize(2);
  }

  @Test
  void whatLiesInARecordingsFolderIsReadToo() throws IOException {
    var racks = machines();
    copy("6.12.117-recorder-ahci-fio32deep", racks.resolve("one/a/later/c"));
    Files.createDirectories(racks.resolve("one/a/notes"));
    var said = fleet(racks);
    assertThat(said.code()).isZero();
    assertThat(said.out()).startsWith("3 machines");
  }

  @Test
  void counterFilesThatAreNoneOfAKernelKeepNobodyElseFromIt() throws IOException {
    var racks = machines();
    var counters = racks.resolve("one/a/debugfs.txt");
    Files.writeString(counters, "# before\nio_tlb_used 999999999999\n");
    var said = fleet(racks);
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out())
        .startsWith("1 machine: ")
        .contains("a/debugfs.txt: counts 999999999999 slots in use before the recording");
    // As many as a kernel can have, and more than any pool that is tried.
    Files.writeString(counters, "# before\nio_tlb_used 4000000\n");
    assertThat(fleet(racks).out())
        .startsWith("2 machines: swiotlb=128 on each of the 1 that some size serves")
        .contains("even 262144 slots, the most that are tried, are not enough")
        .contains("a slot that was in use before counts as a mapping");
  }

  @Test
  void mappingsThatNoSizeTakesAreInTheAnswer() throws IOException {
    var lines = new ArrayList<String>();
    for (var i = 0; i < 3; i++) {
      var size = i == 1 ? 270_000 : 4096;
      lines.add(
          "dd-9 [000] d..1. 1.00%d000: swiotlb_bounced: dev_name: sda dma_mask=ffffffff dev_addr=%x size=%d FORCE"
              .formatted(i, 0x100000 * (i + 1), size));
      lines.add(
          "dd-9 [000] d..1. 1.00%d000: dma_map_phys: sda dir=TO_DEVICE dma_addr=%x size=%d phys_addr=%x attrs="
              .formatted(i, 0x40000000 + 0x100000 * i, size, 0x100000 * (i + 1)));
    }
    var one = Files.createDirectories(folder.resolve("one"));
    Files.write(one.resolve("trace.txt"), lines);
    var json = folder.resolve("fleet.json");
    var said = fleet(one, "--json", json);
    assertThat(said.out().lines().findFirst().orElseThrow())
        .contains("No size takes 1 mapping of 1 machine: larger than a slot set.");
    assertThat(valid(json).get("answer").asText()).contains("No size takes 1 mapping");
  }

  @Test
  void whatMayNeedMoreIsInTheAnswer() throws IOException {
    var racks = machines();
    copy("6.1.176-tracefs-mixed-dd", racks.resolve("old"));
    copy("6.12.117-tracepipe64K-mixed-lost", racks.resolve("lost"));
    assertThat(fleet(racks).out().lines().findFirst().orElseThrow())
        .endsWith(
            "Some may need more: parts of the recordings of 1 are missing, and how long buffers of 1 were held is assumed.");
  }

  @Test
  void linksInACircleEnd() throws IOException {
    var racks = machines();
    Files.createSymbolicLink(racks.resolve("one/up"), racks);
    assertThat(fleet(racks).out()).startsWith("2 machines");
  }

  @Test
  void hostileNamesAreHarmless() throws IOException {
    var racks = folder.resolve("racks");
    copy(SMALL, racks.resolve(HOSTILE.replace("/", "")));
    copy(OTHER, racks.resolve("b"));
    var report = folder.resolve("report");
    var said = fleet(racks, "--report", report);
    assertThat(said.code()).isZero();
    assertThat(said.out()).doesNotContain("\u001b");
    assertThat(Files.readString(report.resolve("index.html")))
        .doesNotContain("<img src=x", "\u001b")
        .contains("&lt;img src=x");
  }

  @Test
  void aReportHasTheDistribution() throws IOException {
    var report = folder.resolve("report");
    assertThat(fleet(machines(), "--report", report).code()).isZero();
    assertThat(Files.readString(report.resolve("index.html")))
        .contains("<h2>swiotlb=1024</h2>", "Machines that a setting serves", "Who stands out")
        .contains("./swiotlb-sim fleet");
    assertThat(report.resolve("served.svg")).exists();
    assertThat(report.resolve("memory.png")).exists();
  }

  @Test
  void theChartBeginsWithTheClassesOfMostMachines() throws IOException {
    var report = folder.resolve("report");
    assertThat(fleet(CASES, "--report", report).code()).isZero();
    var most = "bouncing forced, memory not told, up to 8 CPUs, Linux 7.3 or later";
    assertThat(Files.readString(report.resolve("served.svg")))
        .containsSubsequence(most, "bouncing forced, up to 4 GiB, up to 8 CPUs, Linux 6.6 to 7.2");
  }

  @Test
  void numbersOfTheJsonAgree() throws IOException {
    var json = folder.resolve("fleet.json");
    assertThat(fleet(CASES, "--json", json, "--by", "kind").code()).isZero();
    var document = valid(json);
    var all = document.get("all");
    assertThat(all.get("machines").asInt())
        .isEqualTo(document.get("machines").size())
        .isEqualTo(document.get("folders").asInt() - document.get("repeated").size());
    var sum = 0;
    for (var one : document.get("classes")) {
      sum += one.get("machines").asInt();
    }
    assertThat(sum).isEqualTo(all.get("machines").asInt());
    for (var setting : document.get("settings")) {
      if (setting.get("asked_slots").equals(all.get("for_all").get("asked_slots"))) {
        assertThat(setting.get("unserved")).isEqualTo(all.get("unserved"));
      }
      assertThat(setting.get("dynamic_slots").asLong())
          .isGreaterThanOrEqualTo(setting.get("slots").asLong());
    }
  }

  @Test
  void wrongOptionsAreRefused() throws IOException {
    var racks = machines();
    assertThat(fleet(racks, "--by", "colour").err()).contains("none of kind, memory");
    assertThat(fleet(racks, "--threads", 0).err()).contains("--threads", "1 to 1024");
    assertThat(fleet(racks, "--held", "soon").code()).isEqualTo(2);
    assertThat(fleet(racks, "--json", folder.resolve("no/where.json")).err())
        .contains("cannot be written");
  }

  @Test
  void heldTimesOfOldKernelsAreAsSaid() {
    var old = CASES.resolve("6.1.176-tracefs-mixed-dd");
    var brief = fleet(old, "--held", "1ms").out();
    var longer = fleet(old, "--held", "20ms").out();
    assertThat(brief).contains("does not tell how long buffers were held");
    assertThat(longer.lines().findFirst()).isNotEqualTo(brief.lines().findFirst());
  }

  @Test
  void resampledMachinesAreRead() throws IOException {
    var sources = List.of(CASES.resolve(SMALL), CASES.resolve("6.12.117-recorder-ahci-fio32deep"));
    new ResampledFleet(sources, 1).write(folder.resolve("many"), 40);
    var json = folder.resolve("fleet.json");
    var said = fleet(folder.resolve("many"), "--json", json);
    assertThat(said.code()).isZero();
    assertThat(said.out()).startsWith("40 machines: swiotlb=");
    assertThat(valid(json).get("classes").size()).isBetween(2, 8);
  }

  @Tag("slow")
  @Test
  void aThousandMachinesAreRead() {
    var sources =
        List.of(
            CASES.resolve(SMALL),
            CASES.resolve("6.12.117-recorder-ahci-fio32deep"),
            CASES.resolve("7.3.4-tracefs-nvme-unaligned64M"),
            Path.of("simulations/recordings/network-after-boot"));
    new ResampledFleet(sources, 7).write(folder.resolve("many"), 1000);
    var said = fleet(folder.resolve("many"), "--threads", 2);
    assertThat(said.code()).isZero();
    assertThat(said.out()).startsWith("1000 machines: swiotlb=");
  }
}
