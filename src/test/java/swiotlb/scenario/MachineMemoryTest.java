package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import swiotlb.kernel.page.MemoryAgeing;
import swiotlb.kernel.text.BuddyInfo;

/** What a scenario says of a machine's memory: what is free of it, and whether it is encrypted. */
class MachineMemoryTest {
  private static final String DEVICE = "devices.d.jobs.j.count = 10\n";
  private static final String PASTED =
      """
      memory = 2 GiB
      pages.buddyinfo = \"""
      Node 0, zone      DMA      5      4      3      0      0      0      0      0      0      0      0
      Node 0, zone    DMA32   9120   6341   3025   1210    480    161     47     12      2      1   %s
      \"""
      """
          + DEVICE;

  @TempDir private Path folder;

  private Scenario read(String text) {
    return new ScenarioText(folder).read(text + DEVICE);
  }

  private List<String> problems(String text) {
    return new ScenarioText(folder).problems(text);
  }

  // Pages.

  @Test
  void allIsFreeUnlessItIsSaid() {
    var pages = read("").pages();
    assertThat(pages.buddyinfo()).isEmpty();
    assertThat(pages.ageing()).isEmpty();
  }

  @Test
  void aPastedBuddyinfoSaysWhatIsFree() {
    var scenario = new ScenarioText(folder).read(PASTED.formatted("0"));
    var memory = scenario.pages().memory(scenario.memory(), scenario.reservedRanges());
    assertThat(
            BuddyInfo.text(memory.freeBlocks())
                .lines()
                .map(line -> line.replaceAll(" +", " ").strip()))
        .containsExactly(
            "Node 0, zone DMA 5 4 3 0 0 0 0 0 0 0 0",
            "Node 0, zone DMA32 9120 6341 3025 1210 480 161 47 12 2 1 0");
  }

  @Test
  void howAPasteWasUnderstoodIsSaid() {
    assertThat(new ScenarioText(folder).read(PASTED.formatted("7")).pages().understood())
        .hasValueSatisfying(
            text -> assertThat(text).contains("DMA32", "10 of at least 1 MiB, 7 of 4 MiB"));
  }

  @Test
  void aLineOfAPasteThatIsWrongIsToldByItsNumberInThePaste() {
    assertThat(problems(PASTED.formatted("zero")))
        .singleElement()
        .asString()
        .startsWith(
            "s.conf:5: pages.buddyinfo cannot be used: of what is pasted, line 2 is no line")
        .contains("paste what cat /proc/buddyinfo prints");
  }

  @Test
  void aPasteOfALargerMachineIsRefused() {
    assertThat(problems(PASTED.formatted("900")))
        .singleElement()
        .asString()
        .startsWith(
            "s.conf:5: pages.buddyinfo cannot be had: memory is too small for this snapshot")
        .contains("not 900");
  }

  @Test
  void aPasteThatIsNothingButBlankIsNone() {
    assertThat(read("pages.buddyinfo = \"  \"\n").pages().buddyinfo()).isEmpty();
  }

  @Test
  void memoryCanAgeBeforeTheRun() {
    var text = "pages.ageing { used-percent = 80, process = 1 MiB, rounds = 3 }\n";
    assertThat(read(text).pages().ageing()).contains(new MemoryAgeing(80, 1 << 20, 10, 3));
  }

  @Test
  void aPasteAndAgeingTogetherAreRefused() {
    assertThat(problems(PASTED.formatted("0") + "pages.ageing.used-percent = 50\n"))
        .containsExactly(
            "s.conf:5: pages.buddyinfo and ageing both say what is free; leave one of them out");
  }

  @ParameterizedTest
  @CsvSource({
    "ageing.used-percent = 96,ageing.used-percent is 96; it can be 0 to 95",
    "ageing.process = 1 KiB,ageing.process is 1 KiB; it can be 4096 to",
    "ageing.rounds = 1001,ageing.rounds is 1001; it can be 0 to 1000",
    "ageing.lingering-per-mille = -1,ageing.lingering-per-mille is -1; it can be 0 to 1000",
    "ageing.speed = 1,unknown setting pages.ageing.speed; known in pages.ageing are",
    "cma = 2 GiB,cma is 2 GiB; it can be 0 to 1073741824 bytes",
    "atomic-reserve = 1 GiB,atomic-reserve is 1 GiB; it can be 0 to 536870912 bytes",
  })
  void impossiblePagesAreToldWithTheirLine(String setting, String problem) {
    assertThat(problems("memory = 2 GiB\npages." + setting + "\n" + DEVICE))
        .anyMatch(p -> p.startsWith("s.conf:2: ") && p.contains(problem));
  }

  @Test
  void aContiguousRegionThatHasNoRoomIsTold() {
    var pool = "memory = 256 MiB\nkernel = \"swiotlb=65536,force\"\nboot.address = 0x4000000\n";
    assertThat(problems(pool + "pages.cma = 120 MiB\n" + DEVICE))
        .singleElement()
        .asString()
        .startsWith("s.conf:4: pages.cma cannot be had: a CMA region of 125829120 bytes");
  }

  // Where pools lie.

  @ParameterizedTest
  @CsvSource({
    "32 MiB,8388608,8",
    "768 MiB,262144,512",
    "2 GiB,4194304,1024",
    "8 GiB,4194304,2048",
    "64 GiB,4194304,2048",
    "64 GiB,16777216,2048"
  })
  void aDefaultPoolThatIsTooLargeHalvesUntilThereIsRoomIn32BitMemory(
      String memory, int slots, long mib) {
    var pool =
        read("memory = %s, kernel = \"swiotlb=%d,force\"\n".formatted(memory, slots))
            .defaultPool()
            .orElseThrow();
    assertThat(pool.bytes() >> 20).isEqualTo(mib);
    assertThat(pool.start()).isGreaterThanOrEqualTo(16 << 20);
    assertThat(pool.start() + pool.bytes()).isLessThan(3840L << 20);
  }

  @Test
  void aPlaceThatCannotBeSaysWhichCould() {
    var text = "memory = 64 GiB, kernel = \"swiotlb=4194304\"\nboot.address = 2 GiB\n" + DEVICE;
    assertThat(problems(text))
        .containsExactly(
            "s.conf:2: boot.address puts 2147483648 bytes where the machine has no 32-bit memory"
                + " to spare; it can be 0x1000000 to 0x70000000");
  }

  @Test
  void aRestrictedPoolMayLieAboveTheHoleIfItsDeviceSaysSo() {
    var pool =
        "memory = 8 GiB\ndevices.d { restricted-pool = 4 GiB, restricted-pool-address = %s }\n";
    assertThat(read(pool.formatted("4 GiB")).reservedRanges()).hasSize(2);
    assertThat(problems(pool.formatted("0xfffff000") + DEVICE))
        .containsExactly(
            "s.conf:2: devices.d.restricted-pool-address puts 4294967296 bytes at 0xfffff000, not all"
                + " of them in memory; there is memory below 0xf0000000 and from 0x100000000 to"
                + " 0x210000000");
  }

  // Encryption.

  static Stream<String> kinds() throws IOException {
    try (var files = Files.list(Path.of("conf/encryption"))) {
      return files.map(f -> f.getFileName().toString().replace(".conf", "")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindOfEncryptionThatComesWithItIsGood(String kind) {
    assertThat(read("encryption.kind = " + kind + "\n").encryption().encrypted())
        .isEqualTo(!kind.equals("none"));
  }

  @Test
  void memoryIsNotEncryptedUnlessItIsSaid() {
    assertThat(read("").encryption().encrypted()).isFalse();
  }

  @Test
  void aKindSaysWhatSharingCosts() {
    var tdx = read("encryption.kind = tdx\n").encryption();
    assertThat(tdx.sharePerPageNs()).isEqualTo(5_000);
    assertThat(tdx.unsharePerPageNs()).isEqualTo(8_000);
    assertThat(tdx.perCallNs()).isEqualTo(2_500);
    assertThat(tdx.copyPercent()).isEqualTo(115);
  }

  @Test
  void aScenarioSaysWhatTheHypervisorRefuses() {
    var text =
        "encryption { kind = tdx, shared-limit = 6 MiB, refused-per-mille = 3, stuck-per-mille = 4 }\n";
    var encryption = read(text).encryption();
    assertThat(encryption.sharedLimitBytes()).isEqualTo(6 << 20);
    assertThat(encryption.refusedPerMille()).isEqualTo(3);
    assertThat(encryption.stuckPerMille()).isEqualTo(4);
  }

  @Test
  void whatTheHypervisorRefusesIsSaidToCountForNothingWithoutOne() {
    assertThat(read("encryption.shared-limit = 6 MiB\n" + DEVICE).notes())
        .anyMatch(note -> note.contains("encryption.shared-limit: counts for nothing"));
  }

  @Test
  void theNamesThatAreSaidToBeThereAre() throws IOException {
    for (var directory : Presets.NAMES.entrySet()) {
      try (var files = Files.list(Path.of("conf", directory.getKey()))) {
        assertThat(files.map(file -> file.getFileName().toString().replace(".conf", "")))
            .containsExactlyInAnyOrderElementsOf(directory.getValue());
      }
    }
  }

  @Test
  void anUnknownKindIsToldWithItsLineAndWhereToLook() {
    assertThat(problems("cpus = 4\nencryption.kind = rot13\n" + DEVICE))
        .containsExactly(
            "s.conf:2: encryption.kind is \"rot13\"; there is no such file in conf/encryption,"
                + " which has cca, none, secure-execution, sev-snp, sme, tdx");
  }

  @ParameterizedTest
  @CsvSource({"refused-per-mille = 1001", "stuck-per-mille = -1", "shared-limit = much"})
  void impossibleRefusalsAreToldWithTheirLine(String setting) {
    assertThat(problems("cpus = 4\nencryption." + setting + "\n" + DEVICE))
        .singleElement()
        .asString()
        .startsWith("s.conf:2: encryption." + setting.replace(" =", " is"));
  }

  @Test
  void whatSharingCostsIsShownWithTheFileOfItsKind() {
    assertThat(new ScenarioText(folder).settings("encryption.kind = sev-snp\n" + DEVICE))
        .filteredOn(setting -> setting.path().equals("encryption.share-per-page"))
        .singleElement()
        .satisfies(
            setting -> {
              assertThat(setting.value()).isEqualTo("3 us");
              assertThat(setting.origin()).startsWith("conf/encryption/sev-snp.conf:");
            });
  }

  // The default pool of a guest whose memory is encrypted.

  private long poolMib(String text) {
    return read(text).defaultPoolBytes() >> 20;
  }

  @ParameterizedTest
  @CsvSource({"1 GiB,64", "2 GiB,128", "4 GiB,256", "8 GiB,512", "16 GiB,1024", "64 GiB,1024"})
  void aConfidentialGuestSetsSixPercentOfMemoryAsideInWholePowersOfTwo(String memory, long mib) {
    assertThat(poolMib("encryption.kind = sev-snp\nmemory = " + memory + "\n")).isEqualTo(mib);
  }

  @Test
  void aSizeOnTheCommandLineCountsInAConfidentialGuestToo() {
    assertThat(poolMib("encryption.kind = sev-snp\nmemory = 8 GiB\nkernel = \"swiotlb=2048\"\n"))
        .isEqualTo(4);
  }

  @Test
  void aSizeOnTheCommandLineThatIsTheDefaultDoesNotCountInAConfidentialGuest() {
    assertThat(poolMib("encryption.kind = sev-snp\nmemory = 8 GiB\nkernel = \"swiotlb=32768\"\n"))
        .isEqualTo(512);
  }
}
