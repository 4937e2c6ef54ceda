package swiotlb.workload.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.InputException;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.KernelLog;
import swiotlb.kernel.text.MemoryEncryption;
import swiotlb.kernel.text.Release;

/**
 * Files of {@code cases/machines} come from tools: domains from virt-install 4.1.0 and virsh 9.0.0,
 * trees from dtc 1.6.1, one of them of QEMU 7.2.22 (virt, 6 CPUs, 3584 MiB), the list from lspci
 * 3.9.0. Configurations of Kata Containers and Firecracker are written as their guides have them.
 */
@Timeout(30)
class MachineFilesTest {
  private static final Path MACHINES = Path.of("src/test/resources/cases/machines");
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  @TempDir private Path folder;

  private static List<Fact> known(String name) {
    return MachineFiles.read(List.of(MACHINES.resolve(name))).get(0).facts();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private List<Fact> facts(String name, String text) throws IOException {
    return MachineFiles.read(List.of(file(name, text))).get(0).facts();
  }

  private void assertRefused(String name, String text, String... says) throws IOException {
    var file = file(name, text);
    assertThatThrownBy(() -> MachineFiles.read(List.of(file)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(says);
  }

  private static Fact.Memory all(long bytes) {
    return new Fact.Memory(bytes, Fact.Exactness.ALL);
  }

  private static Fact.Cpus cpus(int cpus) {
    return new Fact.Cpus(cpus, false);
  }

  @Test
  void aDomainTellsMemoryCpusAndEncryption() {
    assertThat(known("snp-domain.xml"))
        .contains(all(16 * GIB), cpus(8), new Fact.Encrypted(MemoryEncryption.SNP));
    assertThat(known("tdx-domain.xml")).contains(new Fact.Encrypted(MemoryEncryption.TDX));
    assertThat(known("test-domain.xml")).contains(all(8 * GIB), cpus(2));
  }

  @Test
  void ofADomainAllCpusThatMayComeCountAndTheMemoryBeforeTheBalloon() {
    assertThat(known("direct-domain.xml"))
        .contains(all(16 * GIB), cpus(6), new Fact.CommandLine("console=ttyS0 swiotlb=1024,force"))
        .anyMatch(fact -> fact instanceof Fact.Remark remark && remark.text().contains("balloon"));
  }

  @ParameterizedTest
  @CsvSource({
    "KiB, 1024",
    "k, 1024",
    "'', 1024",
    "KB, 1000",
    "MiB, 1048576",
    "M, 1048576",
    "MB, 1000000",
    "GiB, 1073741824",
    "bytes, 1"
  })
  void unitsOfADomainAreThoseOfLibvirt(String unit, long bytes) throws IOException {
    assertThat(facts("d.xml", "<domain><memory unit='%s'>40000</memory></domain>".formatted(unit)))
        .contains(all(40_000 * bytes));
  }

  @Test
  void aConfigurationOfKataTellsTheGuestOfAPod() {
    assertThat(known("configuration-qemu-snp.toml"))
        .contains(all(2 * GIB), cpus(1), new Fact.Encrypted(MemoryEncryption.SNP));
    assertThat(known("configuration-clh.toml"))
        .contains(all(8 * GIB), cpus(12), new Fact.CommandLine("swiotlb=1024"))
        .noneMatch(Fact.Encrypted.class::isInstance);
  }

  @Test
  void whatAConfigurationOfKataIsCalledTellsItsKind() throws IOException {
    var text = "[hypervisor.qemu]\nconfidential_guest = true\ndefault_memory = 512\n";
    assertThat(facts("configuration-qemu-tdx.toml", text))
        .contains(new Fact.Encrypted(MemoryEncryption.TDX));
    assertThat(facts("configuration-qemu-se.toml", text))
        .contains(new Fact.Encrypted(MemoryEncryption.SE));
    assertThat(facts("configuration.toml", text))
        .noneMatch(Fact.Encrypted.class::isInstance)
        .anyMatch(f -> f instanceof Fact.Remark remark && remark.text().contains("--encrypted"));
  }

  @Test
  void aMicroVmTellsMemoryCpusAndCommandLine() {
    assertThat(known("firecracker.json"))
        .containsExactly(
            all(GIB),
            cpus(2),
            new Fact.CommandLine("console=ttyS0 reboot=k panic=1 pci=off swiotlb=noforce"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"restricted.dts", "restricted-source.dts"})
  void aDeviceTreeTellsRestrictedPoolsWithTheirDevices(String name) {
    assertThat(known(name))
        .contains(
            all(2 * GIB),
            new Fact.Layout(GIB, GIB),
            cpus(2),
            new Fact.Architecture(Arch.ARM64),
            new Fact.Restricted(
                "restricted@c0000000",
                Optional.of(0xb000_0000L),
                4 * MIB,
                List.of("pcie@10000000"),
                false),
            new Fact.Restricted(
                "restricted-usb", Optional.empty(), MIB, List.of("usb@20000000"), false),
            new Fact.Restricted(
                "restricted@b1000000", Optional.of(0xb100_0000L), 2 * MIB, List.of(), true),
            new Fact.Contiguous("linux,cma", 64 * MIB));
  }

  @Test
  void theTreeOfAVirtualMachineOfQemuHasMemoryFrom1GibOn() {
    assertThat(known("virt.dts"))
        .contains(all(3584 * MIB), new Fact.Layout(3 * GIB, 512 * MIB), cpus(6));
  }

  @Test
  void aListOfPciDevicesTellsDriversAndNoMasks() {
    assertThat(known("virtio-lspci.txt"))
        .contains(
            new Fact.Device(
                "00:02.0",
                "Mass storage controller: Red Hat, Inc. Virtio 1.0 block device (rev 01)",
                "virtio-pci",
                ""))
        .anyMatch(fact -> fact instanceof Fact.Remark remark && remark.text().contains("DMA mask"));
  }

  @Test
  void anIommuGroupIsTold() throws IOException {
    assertThat(
            facts(
                "lspci.txt",
                """
                0000:3d:00.0 Non-Volatile memory controller: Vendor Device 0001 (prog-if 02 [NVM Express])
                \tNUMA node: 0
                \tIOMMU group: 44
                \tKernel driver in use: nvme
                """))
        .contains(
            new Fact.Device(
                "0000:3d:00.0",
                "Non-Volatile memory controller: Vendor Device 0001 (prog-if 02 [NVM Express])",
                "nvme",
                "44"));
  }

  @Test
  void theLastBootOfALogCounts() throws IOException {
    assertThat(
            facts(
                "journal.txt",
                """
                Nov 01 10:00:00 vm kernel: Linux version 6.1.0-9-amd64 (x86_64-linux-gnu-gcc-12) #1 SMP
                Nov 01 10:00:00 vm kernel: software IO TLB: area num 8.
                Nov 02 10:00:00 vm kernel: Linux version 6.12.117-amd64 (x86_64-linux-gnu-gcc-14) #1 SMP
                Nov 02 10:00:00 vm kernel: BIOS-e820: [mem 0x0000000000100000-0x000000007fffffff] usable
                Nov 02 10:00:00 vm kernel: BIOS-e820: [mem 0x0000000100000000-0x000000027fffffff] usable
                Nov 02 10:00:00 vm kernel: Memory: 8000000K/8388608K available (1K kernel code)
                Nov 02 10:00:00 vm kernel: software IO TLB: area num 4.\r
                Nov 02 10:00:00 vm kernel: rcu: RCU restricting CPUs from NR_CPUS=8192 to nr_cpu_ids=3.
                Nov 02 10:00:01 vm kernel: DMA: preallocated 1024 KiB GFP_KERNEL|GFP_DMA32 pool for atomic allocations
                Nov 02 10:00:01 vm kernel: Memory Encryption Features active: AMD SEV SEV-ES SEV-SNP
                """))
        .contains(
            new Fact.Architecture(Arch.X86_64),
            all(8 * GIB),
            new Fact.Layout(2 * GIB, 6 * GIB),
            cpus(3),
            new Fact.Logged(KernelLog.AREAS, List.of(4L)),
            new Fact.LoggedCoherent(Zone.DMA32, MIB),
            new Fact.Encrypted(MemoryEncryption.SNP))
        .doesNotContain(new Fact.Logged(KernelLog.AREAS, List.of(8L)));
  }

  @Test
  void theReleaseOfTheRecordersFirstLineIsRead() throws IOException {
    assertThat(
            facts("dmesg.txt", "Linux (none) 7.3.4+deb13-amd64 #1 SMP Debian x86_64 GNU/Linux\n"))
        .contains(new Fact.KernelRelease(new Release(7, 3)), new Fact.Architecture(Arch.X86_64));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0-7|8", "0|1", "2|2", "0-3,8-11|8"})
  void possibleCpusAreCounted(String list, int cpus) throws IOException {
    assertThat(facts("possible", list + "\n")).containsExactly(cpus(cpus));
  }

  @Test
  void filesBelowProcAreKnownByTheirContent() throws IOException {
    assertThat(facts("a", "MemTotal:       16315228 kB\nMemFree: 1 kB\n"))
        .containsExactly(new Fact.Memory(16315228L << 10, Fact.Exactness.WITHOUT_KEPT));
    assertThat(facts("b", "BOOT_IMAGE=/vmlinuz root=/dev/vda1 ro quiet\n"))
        .containsExactly(new Fact.CommandLine("BOOT_IMAGE=/vmlinuz root=/dev/vda1 ro quiet"));
    assertThat(facts("c", "Node 0, zone    DMA32 1 0 1 0 0 0 0 0 0 0 0\n"))
        .contains(
            new Fact.ReachesAbove4GiB(false), new Fact.Memory(5 * 4096, Fact.Exactness.AT_LEAST));
    assertThat(
            facts("d", "# CONFIG_SWIOTLB_DYNAMIC is not set\nCONFIG_SWIOTLB_DEFAULT_SIZE_MB=8\n"))
        .containsExactly(new Fact.Dynamic(false), new Fact.DefaultSize(8));
  }

  @Test
  void ofAFolderWhatIsKnownIsRead() throws IOException {
    file("cmdline.txt", "");
    file("notes.md", "something else");
    file("trace.txt.gz", "\u001f\u008b\0");
    assertThat(MachineFiles.read(List.of(folder)))
        .singleElement()
        .extracting(Told::name)
        .isEqualTo("cmdline.txt");
  }

  @Test
  void aFolderWithNothingOfItIsRefused() {
    assertThatThrownBy(() -> MachineFiles.read(List.of(folder)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has no file that tells of a machine");
  }

  @Test
  void whatIsOfNoKindIsRefusedWithWhatIsRead() throws IOException {
    assertRefused("song.txt", "la la la\nla la\n", "of no kind", "/proc/meminfo", "virsh dumpxml");
  }

  @Test
  void aCompiledTreeIsRefusedWithHowToPrintIt() throws IOException {
    var file = folder.resolve("machine.dtb");
    Files.write(file, new byte[] {(byte) 0xd0, 0x0d, (byte) 0xfe, (byte) 0xed, 0, 0, 0, 1});
    assertThatThrownBy(() -> MachineFiles.read(List.of(file)))
        .hasMessageContaining("dtc -I dtb -O dts");
  }

  @Test
  void entitiesOfADomainAreNotFollowed() throws IOException {
    assertRefused(
        "d.xml",
        "<!DOCTYPE domain [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n<domain><memory>&x;</memory></domain>",
        ":1: has a document type (DOCTYPE)",
        "take it out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "d.xml  | <domain><memory unit='KiB'>4096 | :1: is no whole XML",
        "d.xml  | <domain><vcpu>2</vcpu></domain> | names no memory",
        "d.xml  | <domain><memory>many</memory></domain> | memory is many, not a number",
        "d.xml  | <domain><memory unit='ell'>4</memory></domain> | has the unit ell",
        "d.xml  | <domain><memory>99999999999999999</memory></domain> | 64 TiB",
        "d.xml  | <domain><memory>4000000</memory><os><type arch='ppc64le'>hvm</type></os></domain> | ppc64le",
        "d.xml  | <domain><memory>4000000</memory><launchSecurity type='odd'/></domain> | type odd",
        "d.xml  | <domainsnapshot><domain/></domainsnapshot> | of a domainsnapshot",
        "f.json | {\"machine-config\": {\"vcpu_count\": 2, | :1: is no whole JSON",
        "f.json | {\"machine-config\": {\"vcpu_count\": 2}} | mem_size_mib is not there",
        "f.json | {\"machine-config\": {\"vcpu_count\": 0, \"mem_size_mib\": 9}} | vcpu_count is 0",
        "f.json | {\"machine-config\": {\"vcpu_count\": 1.5, \"mem_size_mib\": 9}} | not a whole number",
        "k.toml | [hypervisor.qemu] | default_memory",
        "t.dts  | /dts-v1/; / { memory@0 { device_type = \"memory\"; | ends within a node",
        "t.dts  | /dts-v1/; / { a = <1 | ends within a value",
        "t.dts  | /dts-v1/; / { a = <(1 + 2)>; }; | is no number",
        "t.dts  | /dts-v1/; / { a = what; }; | stands where : should",
        "t.dts  | /dts-v1/; #include \"x.dtsi\" | an include is not followed",
        "c.txt  | 7-3 | ends before it begins",
        "c.txt  | 0-99999 | it can be 1 to 8192",
        "m      | MemTotal: many | has no whole line",
        "m      | MemTotal: 9999999999999 kB | 64 TiB",
        "b      | Node 0, zone DMA32 1 x 2 | is no row",
      })
  void whatIsBrokenIsRefused(String name, String text, String says) throws IOException {
    if (name.equals("k.toml")) {
      assertThat(facts(name, text)).anyMatch(f -> f.toString().contains(says));
    } else {
      assertRefused(name, text, says);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[hypervisor.qemu]\\ndefault_memory = @DEFMEMSZ@ | :2: is no whole TOML",
        "[hypervisor.qemu]\\ndefault_memory = \"much\" | default_memory is \"much\", not a number",
        "[hypervisor.qemu]\\ndefault_memory = 1e300 | not a number",
        "[hypervisor.qemu]\\n[hypervisor.clh] | has 2 sections",
        "[hypervisor.qemu]\\ndefault_vcpus = 9000 | default_vcpus is 9000",
      })
  void whatIsBrokenInAConfigurationOfKataIsRefused(String text, String says) throws IOException {
    assertRefused("k.toml", text.replace("\\n", "\n"), says);
  }

  @Test
  void aTreeThatIsNestedWithoutEndIsRefused() throws IOException {
    assertRefused("t.dts", "/dts-v1/; / " + "{ a ".repeat(10_000), "nested too deeply");
  }

  @Test
  void commentsWithoutEndAreReadSoon() throws IOException {
    assertRefused("t.dts", "/dts-v1/; /*" + "* ".repeat(1 << 20), ":1: ");
  }

  @Test
  void namesFromOutsideAreMadePrintable() throws IOException {
    assertThat(facts("lspci.txt", "00:1f.2 SATA \u001b[31mred\n"))
        .anyMatch(f -> f instanceof Fact.Device d && d.what().equals("SATA \uFFFD[31mred"));
  }

  /** Whatever a whole file is cut to, it is refused or read, and never anything else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "snp-domain.xml",
        "configuration-qemu-snp.toml",
        "firecracker.json",
        "restricted.dts",
        "virtio-lspci.txt",
        "virt.dts"
      })
  void aFileThatIsCutIsRefusedOrRead(String name) throws IOException {
    var whole = Files.readString(MACHINES.resolve(name), StandardCharsets.UTF_8);
    for (var i = 0; i < 60; i++) {
      var file = file(name, whole.substring(0, whole.length() * i / 60));
      try {
        MachineFiles.read(List.of(file));
      } catch (InputException e) {
        assertThat(e).hasMessageContaining(name);
      }
    }
  }
}
