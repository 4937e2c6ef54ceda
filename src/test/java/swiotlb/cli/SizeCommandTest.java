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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SizeCommandTest {
  private static final Path MACHINES = Path.of("src/test/resources/cases/machines");
  private static final Path RECORDING =
      Path.of("src/test/resources/cases/recordings/6.12.117-recorder-piix-normal2M");

  @TempDir private Path folder;

  private static Invocation size(Object... words) {
    var all = new ArrayList<Object>(List.of("size"));
    all.addAll(List.of(words));
    return Invocation.of(all.toArray());
  }

  private static String text(Object... words) {
    var result = size(words);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    return result.out();
  }

  private JsonNode json(Object... words) throws IOException {
    var file = folder.resolve("size.json");
    var all = new ArrayList<Object>(List.of(words));
    all.addAll(List.of("--json", file));
    text(all.toArray());
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                SizeCommandTest.class.getResourceAsStream("/swiotlb/report/size.schema.json"),
                InputFormat.JSON);
    assertThat(schema.validate(Files.readString(file), InputFormat.JSON)).isEmpty();
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void theAnswerIsTheFirstLineAndTheLineToPasteTheLast() {
    assertThat(text("--memory", "16G", "--cpus", 8, "--encrypted", "snp").lines().toList())
        .startsWith(
            "This x86-64 guest under AMD SEV-SNP with 16 GiB, 8 CPUs and Linux 6.12 has a default"
                + " pool of 1 GiB (524288 slots of 2 KiB in 8 areas); with its coherent pools that"
                + " takes 6.3 % of its memory.")
        .endsWith("to paste: swiotlb=524288,8");
  }

  @Test
  void whatWasNotSaidIsToldAsAssumed() {
    assertThat(text("--memory", "8G"))
        .contains("assumed: 4 possible CPUs (--cpus)")
        .contains("assumed: its kernel is Linux 6.12 (--release)")
        .contains("assumed: memory is not encrypted")
        .contains("assumed: it is x86-64 (--arch)");
  }

  @Test
  void whatTheKernelMisreadsIsTold() {
    assertThat(text("--memory", "8G", "--cmdline", "swiotlb=64M,force"))
        .contains("the kernel passes over \"M,force\"", "64 MiB would be swiotlb=32768");
  }

  @Test
  void aMachineThatHasNoneIsToldWhatWouldMakeOne() {
    assertThat(text("--memory", "2G"))
        .contains("has no default pool: all memory of this x86-64 machine lies below 4 GiB")
        .endsWith("to have one, paste: swiotlb=force\n");
  }

  @Test
  void whereMemoryLiesIsInDoubtWhereItDecides() {
    assertThat(text("--memory", "3584M"))
        .contains("in doubt: if memory below 4 GiB ended at 2 GiB")
        .contains("the pool would have 64 MiB");
  }

  @Test
  void aTableDoublesAndNamesTheLargestShare() {
    assertThat(text("--encrypted", "tdx", "--cpus", 6, "--table", "memory=2G..64G").lines())
        .anyMatch(line -> line.matches("  2 GiB +65536 +128 MiB +8 .*"))
        .anyMatch(line -> line.matches("  64 GiB +524288 +1 GiB +8 .*"))
        .anyMatch(line -> line.startsWith("the largest share in between: 12."));
    assertThat(text("--memory", "8G", "--table", "cpus=1,24").lines())
        .anyMatch(line -> line.matches("  24 +32768 +64 MiB +32 .*"));
  }

  @Test
  void aTreeWhoseCpusDoNotTellTheirKindIsOfAnArmMachine() throws IOException {
    var tree =
        Files.writeString(
            folder.resolve("board.dts"),
            """
            /dts-v1/;
            / {
              #address-cells = <2>;
              #size-cells = <2>;
              cpus {
                #address-cells = <1>;
                #size-cells = <0>;
                cpu@0 { device_type = "cpu"; compatible = "qcom,kryo"; reg = <0>; };
              };
              memory@80000000 { device_type = "memory"; reg = <0 0x80000000 1 0>; };
            };
            """);
    assertThat(text("--machine", tree))
        .startsWith("This arm64 machine with 4 GiB, 1 CPU")
        .contains("assumed: it is arm64, as most machines with a device tree are (--arch)");
    assertThat(text("--machine", tree, "--arch", "riscv64")).startsWith("This riscv64 machine");
  }

  @Test
  void whatLimitsMemoryOrCpusOnTheCommandLineIsTold() {
    assertThat(text("--memory", "16G", "--cmdline", "root=/dev/sda1 mem=2G nr_cpus=1"))
        .contains("mem=2G on the command line is not worked out", "nr_cpus=1 on the command line");
    assertThat(text("--memory", "16G", "--cmdline", "mem_encrypt=on")).doesNotContain("worked out");
  }

  @Test
  void aRecordersFolderIsAMachine() {
    assertThat(text("--machine", RECORDING))
        .contains("2 CPUs and Linux 6.12 has a default pool of 2 MiB")
        .contains("as its kernel said: dmesg.txt: software IO TLB: area num 2.")
        .contains("as its kernel said: dmesg.txt: a coherent pool of 1 MiB in zone DMA32")
        .contains("never: the kernel is built without dynamic pools");
  }

  @Test
  void optionsCountBeforeFiles() {
    assertThat(text("--machine", MACHINES.resolve("snp-domain.xml"), "--cpus", 3, "--memory", "1G"))
        .contains("with 1 GiB, 3 CPUs");
  }

  @Test
  void severalFilesTellOfOneMachine() {
    assertThat(
            text(
                "--machine",
                MACHINES.resolve("snp-domain.xml"),
                MACHINES.resolve("virtio-lspci.txt"),
                "--release",
                "7.3"))
        .contains("16 GiB, 8 CPUs and Linux 7.3", "Virtio 1.0 block device", "lspci tells no DMA");
  }

  @Test
  void filesThatContradictEachOtherAreTold() throws IOException {
    var other = folder.resolve("b.json");
    Files.writeString(other, "{\"machine-config\": {\"vcpu_count\": 3, \"mem_size_mib\": 4096}}");
    assertThat(text("--machine", MACHINES.resolve("firecracker.json"), other))
        .contains("the number of CPUs is told in several ways, and the first is taken: 2 in ");
  }

  @Test
  void restrictedPoolsOfATreeAreTold() {
    assertThat(text("--machine", MACHINES.resolve("restricted.dts")))
        .contains("restricted@c0000000: 2048 slots, 4 MiB in 1 area, for pcie@10000000")
        .contains("restricted@b1000000: none, since no-map keeps the kernel from it");
  }

  @Test
  void jsonIsAsItsSchemaSays() throws IOException {
    var json = json("--memory", "16G", "--cpus", 8, "--encrypted", "snp");
    assertThat(json.path("pool_slots").asInt()).isEqualTo(524_288);
    assertThat(json.path("pool_bytes").asLong()).isEqualTo(1L << 30);
    assertThat(json.path("areas").asInt()).isEqualTo(8);
    assertThat(json.path("largest_mapping").asInt()).isEqualTo(262_144);
    assertThat(json.path("coherent_bytes").toString()).isEqualTo("[2097152,2097152,2097152]");
    assertThat(json.path("notes")).isNotEmpty();
    assertThat(json.path("neighbours").size()).isGreaterThan(8);
    assertThat(json("--memory", "2G").path("growth").isNull()).isTrue();
    assertThat(json("--machine", MACHINES.resolve("restricted.dts")).path("restricted")).hasSize(3);
    assertThat(json("--encrypted", "snp", "--table", "memory=2G..16G").path("table")).hasSize(4);
  }

  @Test
  void aReportHasTheAnswerAndItsPictures() throws IOException {
    var report = folder.resolve("report");
    text("--memory", "16G", "--encrypted", "snp", "--table", "memory=2G..64G", "--report", report);
    assertThat(Files.readString(report.resolve("index.html")))
        .contains("128 MiB to 1 GiB by memory")
        .contains("the largest share in between")
        .contains("./swiotlb-sim size --memory 16G");
    assertThat(report.resolve("pool.svg")).exists();
    text("--memory", "16G", "--report", report);
    assertThat(report.resolve("neighbours.svg")).exists();
    assertThat(report.resolve("pool.svg")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                   | --memory: nothing tells how much memory",
        "--memory much                      | 'much' is no size such as 16G",
        "--memory 16                        | '16' is no size such as 16G",
        "--memory 1M                        | can be 32 MiB to 64 TiB",
        "--memory 65T                       | can be 32 MiB to 64 TiB",
        "--memory 8G --cpus 0               | --cpus: is 0; it can be 1 to 8192",
        "--memory 8G --cpus 9000            | --cpus: is 9000",
        "--memory 8G --encrypted sgx        | 'sgx' is none of none, sev, snp",
        "--memory 8G --arch mips            | 'mips' is none of x86-64, arm64",
        "--memory 8G --arch arm64 --encrypted snp | --encrypted: snp (AMD SEV-SNP) is of x86-64",
        "--memory 8G --release 5.10         | 5.10 is too old",
        "--memory 8G --release 6.99         | there is no kernel 6.99",
        "--memory 8G --release new          | new is no release",
        "--memory 8G --cmdline swiotlb=99999999999 | swiotlb= asks for 99999999999 slots",
        "--memory 8G --table disks=1..2     | is no table such as memory=2G..64G",
        "--table memory=8G..2G              | runs backwards; write the smaller value first",
        "--table memory=2G..4G..8G          | is no table such as",
        "--table memory=1K..2G              | is no memory from 32 MiB",
        "--memory 8G --table cpus=1,x       | 'x' is no number of CPUs",
        "--machine nowhere.txt              | nowhere.txt: cannot be read",
        "--machine pom.xml                  | pom.xml: is of no kind that tells of a machine",
      })
  void badInputIsRefusedWithARemedy(String words, String says) {
    var result = size(words == null ? new Object[0] : words.strip().split(" +"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(says).doesNotContain("\tat ", "Exception");
  }

  @Test
  void hostileNamesDoNotReachTheTerminal() throws IOException {
    var file = folder.resolve("lspci.txt");
    Files.writeString(file, "00:1f.2 SATA \u001b[31mred\n");
    assertThat(text("--memory", "8G", "--machine", file)).doesNotContain("\u001b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2", "7.4"})
  void releasesThatWereNotLookedAtAreTold(String release) {
    assertThat(text("--memory", "8G", "--release", release))
        .contains("assumed: " + release, release.equals("6.2") ? "boots like 6.1" : "like 7.3");
  }

  @Test
  void theHeadingOfATableHasWhatIsTheSameInAllRows() {
    assertThat(text("--memory", "8G", "--table", "cpus=1..64").lines().findFirst().orElseThrow())
        .isEqualTo(
            "With 1 to 64 CPUs such a machine (x86-64 machine with 8 GiB and Linux 6.12) has a default pool of 64 MiB; with its coherent pools that takes up to 0.8 % of its memory.");
    assertThat(text("--table", "memory=8G..16G", "--cpus", 2))
        .startsWith(
            "With 8 GiB to 16 GiB of memory such a machine (x86-64 machine with 2 CPUs and Linux 6.12)");
  }

  @Test
  void aValueThatIsRefusedIsToldWithoutAllTheOptions() {
    assertThat(size("--memory", "8G", "--release", "6.x").err().lines())
        .containsExactly(
            "Invalid value for option '--release': 6.x is no release such as 6.12, 7.3 or 6.12.117-amd64",
            "all options: swiotlb-sim size --help");
    assertThat(size("--memroy", "8G").err()).contains("--memory");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[    0.000000] Booting paravirtualized kernel on Xen PV | a domain of Xen",
        "[    0.000000] Booting paravirtualized kernel on Xen    | a domain of Xen",
        "Mar  1 10:00:01 h kernel: Linux version 6.6.9-200.fc39.ppc64le (mockbuild@x) (gcc 13) #1 SMP | powerpc",
        "[    0.000000] 64-bit Loongson Processor probed (LA464 Core) | loongarch",
        "[    0.000000] CPU: ARMv7 Processor [410fd083] revision 3 (ARMv7), cr=30c5383d | arm of 32 bits",
        "[    0.000000] Linux version 6.6.20 (b@h) (mips64-openwrt-linux-musl-gcc) #0 SMP | mips"
      })
  void aMachineWithRulesOfItsOwnIsRefusedByItsName(String line, String what) throws IOException {
    var log = folder.resolve("dmesg.txt");
    Files.writeString(log, "[    0.000000] Memory: 7654321K/8388608K available\n" + line + "\n");
    var result = size("--machine", log);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith(log + ":2: tells of " + what).hasLineCount(1);
    assertThat(result.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "arm,cortex-a7     | arm of 32 bits",
        "arm,cortex-a15    | arm of 32 bits",
        "PowerPC,POWER9    | powerpc",
        "loongson,la464    | loongarch",
        "mti,interaptiv    | mips",
        "arm,cortex-a72    |",
        "arm,cortex-a710   |",
        "sifive,u74        |"
      })
  void aTreeTellsByItsCpusWhetherItIsWorkedOut(String cpu, String what) throws IOException {
    var tree = folder.resolve("board.dts");
    Files.writeString(
        tree,
        "/dts-v1/; / { #address-cells = <1>; #size-cells = <1>; memory@0 { device_type = \"memory\"; reg = <0x0 0x40000000>; };"
            + " cpus { #address-cells = <1>; #size-cells = <0>; cpu@0 { device_type = \"cpu\"; reg = <0>; compatible = \"%s\"; }; }; };"
                .formatted(cpu));
    var result = size("--machine", tree);
    if (what == null) {
      assertThat(result.code()).isZero();
    } else {
      assertThat(result.err()).startsWith(tree + ": tells of " + what).hasLineCount(1);
    }
  }

  @Test
  void aDomainOfXenPvIsRefused() throws IOException {
    var xml = folder.resolve("d.xml");
    Files.writeString(
        xml,
        "<domain type='xen'><memory unit='GiB'>8</memory><vcpu>4</vcpu><os><type arch='x86_64' machine='xenpv'>linux</type></os></domain>");
    assertThat(size("--machine", xml).err()).startsWith(xml + ": tells of a domain of Xen (PV)");
  }

  @Test
  void aGuestThatOnlyKnowsOfXenBootsAsOthersDo() throws IOException {
    var log = folder.resolve("dmesg.txt");
    Files.writeString(
        log,
        """
        [    0.000000] [      T0] Linux version 6.1.0-18-amd64 (d@d) (gcc-12) #1 SMP
        [    0.000000] Hypervisor detected: Xen HVM
        [    0.000000] Booting paravirtualized kernel on Xen HVM
        [    0.000000] Memory: 7654321K/8388608K available
        """);
    assertThat(text("--machine", log))
        .startsWith("This x86-64 machine with 8 GiB, 4 CPUs and Linux 6.1 ");
  }
}
