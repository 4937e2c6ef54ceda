package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.kernel.text.KernelLog;

/** What a kernel says of its default pool while it boots, as kernels on QEMU did. */
class BootLogTest {
  private static final String S = "software IO TLB: ";

  private static Scenario boot(String text) {
    return new ScenarioReader().read("s.conf", text + "\ndevices.d.jobs.j.count = 1\n", Map.of());
  }

  private static List<String> log(String text) {
    return boot(text).bootLog();
  }

  @Test
  void withForceAndAllMemoryBelow4GibNobodyTellsWhereThePoolIs() {
    assertThat(log("cpus = 2, memory = 512 MiB, kernel = \"swiotlb=512,force\""))
        .containsExactly(S + "area num 2.");
  }

  @Test
  void whatTheAreasRaiseIsToldInWholeMegabytes() {
    assertThat(log("cpus = 2, memory = 512 MiB, kernel = \"swiotlb=128,force\""))
        .containsExactly(S + "area num 2.", S + "SWIOTLB bounce buffer size roundup to 0MB");
  }

  @Test
  void withMemoryAbove4GibItIsToldWhereItIs() {
    var machine = boot("cpus = 2, memory = 4608 MiB, kernel = \"swiotlb=1024\"");
    var start = machine.defaultPoolStart();
    assertThat(machine.bootLog())
        .containsExactly(
            S + "area num 2.",
            "PCI-DMA: Using software bounce buffering for IO (SWIOTLB)",
            S + "mapped [mem 0x%016x-0x%016x] (2MB)".formatted(start, start + (2 << 20)));
  }

  @Test
  void aForceThatVanishesLeavesNothingToSay() {
    assertThat(log("cpus = 2, memory = 512 MiB, kernel = \"swiotlb=512,force,track_hiwater\""))
        .isEmpty();
  }

  @Test
  void areasThatAreWrittenAreToldFirst() {
    assertThat(log("cpus = 2, memory = 512 MiB, kernel = \"swiotlb=512,16,force\""))
        .containsExactly(S + "area num 16.", S + "SWIOTLB bounce buffer size roundup to 4MB");
  }

  @Test
  void anEncryptedGuestIsAdjustedAndThenRoundedUp() {
    var lines = log("cpus = 8, memory = 8 GiB, encryption.kind = sev-snp");
    assertThat(lines.subList(0, 4))
        .containsExactly(
            S + "SWIOTLB bounce buffer size adjusted to 491MB",
            S + "area num 8.",
            S + "SWIOTLB bounce buffer size roundup to 512MB",
            "PCI-DMA: Using software bounce buffering for IO (SWIOTLB)");
    assertThat(lines.get(4)).contains("mapped [mem 0x").endsWith("(512MB)");
  }

  @Test
  void eachSizeThatIsRefusedIsToldAndThenWhatCameOfIt() {
    var lines = log("cpus = 4, memory = 8 GiB, kernel = \"swiotlb=4194304,force\"");
    var refused = S + "swiotlb_memblock_alloc: Failed to allocate %d bytes tlb structure";
    assertThat(lines)
        .startsWith(S + "area num 4.", refused.formatted(8L << 30), refused.formatted(4L << 30))
        .contains(S + "SWIOTLB bounce buffer size adjusted 4194304 -> 1048576 slabs");
  }

  @Test
  void withoutRoomForAnyThereIsNoLowMemory() {
    var text =
        "cpus = 2, memory = 8 GiB, boot.largest-reservation = 512 KiB, kernel = \"swiotlb=1024\"";
    assertThat(log(text))
        .contains(S + "swiotlb_memblock_alloc: Failed to allocate 2097152 bytes tlb structure")
        .endsWith(S + "No low mem");
  }

  @Test
  void arm64SaysNothingOfPci() {
    assertThat(log("arch = arm64, cpus = 4, memory = 2 GiB"))
        .noneMatch(line -> line.startsWith("PCI-DMA"))
        .contains(S + "SWIOTLB bounce buffer size adjusted to 2MB")
        .anyMatch(line -> line.contains("mapped [mem 0x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.6", "6.12", "7.2", "7.3"})
  void whatIsWrittenIsRead(String release) {
    var text =
        "cpus = 8, memory = 64 GiB, encryption.kind = sev-snp, kernel.release = \"%s\""
            .formatted(release);
    for (var line : log(text)) {
      assertThat(KernelLog.values())
          .as(line)
          .anyMatch(kind -> kind.read("[    0.123456] " + line).isPresent());
    }
  }
}
