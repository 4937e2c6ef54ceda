package swiotlb.study.size;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.size.Machines.GIB;
import static swiotlb.study.size.Machines.MIB;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.kernel.page.BootMemory;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.BootMachine;
import swiotlb.kernel.text.DefaultPoolRule;
import swiotlb.kernel.text.KernelBuild;
import swiotlb.kernel.text.KernelParameters;
import swiotlb.kernel.text.MemoryEncryption;
import swiotlb.kernel.text.PoolBoot;
import swiotlb.kernel.text.Release;

class PoolSizeTest {
  /** Rows are what kernels are documented to do, worked out by hand. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x86-64  |  16 |  8 | snp  | 6.12 |                | 524288 |  8",
        "x86-64  |   8 |  8 | tdx  | 7.3  |                | 262144 |  8",
        "x86-64  |   8 |  8 | sev  | 6.12 | swiotlb=32768  | 262144 |  8",
        "x86-64  |   8 |  8 | snp  | 6.12 | swiotlb=,512   |  65536 | 512",
        "x86-64  |   8 |  8 | none | 6.12 | swiotlb=128    |   1024 |  8",
        "x86-64  |   8 | 24 | none | 6.12 | swiotlb=512    |   4096 | 32",
        "x86-64  |   2 |  4 | none | 6.12 |                |      0 |  0",
        "x86-64  |   8 |  4 | none | 6.12 | iommu=off      |      0 |  0",
        "x86-64  |   2 |  4 | sme  | 6.12 |                |  32768 |  4",
        "arm64   |   2 | 16 | none | 6.12 |                |   2048 | 16",
        "arm64   |   2 | 16 | none | 6.1  |                |      0 |  0",
        "arm64   |   2 |  4 | cca  | 7.2  |                |  32768 |  4",
        "arm64   |   2 |  4 | cca  | 7.3  |                |   1024 |  4",
        "s390x   |   8 |  4 | se   | 6.12 |                |  32768 |  4",
        "s390x   |   8 |  4 | none | 6.12 | swiotlb=force  |      0 |  0",
      })
  void aMachineHasThePoolThatItsKernelMakes(
      String arch,
      int gib,
      int cpus,
      String encryption,
      String release,
      String cmdline,
      int slots,
      int areas) {
    var size =
        PoolSize.of(
            Machines.of(
                Arch.of(arch).orElseThrow(),
                gib * GIB,
                cpus,
                MemoryEncryption.of(encryption).orElseThrow(),
                release,
                cmdline == null ? "" : cmdline));
    assertThat(List.of(size.slots(), size.areas())).containsExactly(slots, areas);
  }

  @Test
  void aPoolThatWasCutKeepsItsAreasInOldKernels() {
    var memory = 64 * MIB;
    var now =
        Machines.of(
            Arch.X86_64, memory, 4, MemoryEncryption.NONE, "6.12", "swiotlb=16384,128,force");
    var old = now.withRelease(new Release(6, 1));
    assertThat(PoolSize.of(now).areas()).isLessThanOrEqualTo(PoolSize.of(now).slots() / 128);
    assertThat(PoolSize.of(old).areas()).isEqualTo(128);
  }

  @Test
  void coherentPoolsAreAPowerOfTwoOfPages() {
    var sizes = PoolSize.of(Machines.x86(3 * GIB, 4, MemoryEncryption.NONE, "")).coherent();
    assertThat(sizes).extracting(CoherentSize::bytes).containsOnly(512L << 10);
    assertThat(sizes).extracting(CoherentSize::label).containsExactly("DMA", "DMA32", "Normal");
    assertThat(sizes.get(0).wishBytes()).isEqualTo(3 * GIB / 8192);
  }

  @Test
  void growthIsCappedAtFourMebibytesWithSixteenAreas() {
    var growth =
        PoolSize.of(Machines.x86(16 * GIB, 64, MemoryEncryption.NONE, "")).growth().orElseThrow();
    assertThat(growth.bytes()).isEqualTo(4 * MIB);
    assertThat(growth.areas()).isEqualTo(16);
    assertThat(growth.leastBytes()).isEqualTo(MIB);
  }

  @Test
  void oldKernelsDoNotGrow() {
    var machine = Machines.of(Arch.X86_64, 16 * GIB, 4, MemoryEncryption.NONE, "6.1", "");
    assertThat(PoolSize.of(machine).growth()).isEmpty();
  }

  @Test
  void theLargestShareOfATableIsLookedForBetweenItsRows() {
    var table =
        SizeTable.of(
            Machines.x86(2 * GIB, 4, MemoryEncryption.SNP, ""),
            SizeTable.Axis.MEMORY,
            List.of(2 * GIB, 4 * GIB, 8 * GIB, 16 * GIB));
    assertThat(table.rows()).hasSize(4);
    var worst = table.worst().orElseThrow();
    assertThat(worst.bytes() / (double) worst.machine().memoryBytes()).isBetween(0.119, 0.1201);
    assertThat(worst.lostShare()).isGreaterThan(table.rows().get(1).lostShare());
  }

  /** Decisions of the real kernel, by the function that size and scenarios boot with. */
  @Test
  void goldenBootsAreBootedAlike() throws IOException {
    var json = new ObjectMapper();
    var checked = 0;
    for (var line : Files.readAllLines(Path.of("src/test/resources/golden/boot-sizing.jsonl"))) {
      var boot = json.readTree(line);
      var input = boot.path("input");
      var coco = input.path("cocoBytes").asLong(0);
      var isOfAGuest = coco >= 64 * MIB && coco <= GIB;
      if (input.path("init").asText().equals("boot") && (coco == 0 || isOfAGuest)) {
        assertThat(booted(input, coco)).as(line).isEqualTo(boot.path("result"));
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(50);
  }

  private static JsonNode booted(JsonNode input, long coco) {
    var build = KernelBuild.of(Release.DEFAULT);
    var memory = MemoryLayout.x86(coco == 0 ? 1L << 44 : (coco * 100 + 5) / 6);
    var machine = new BootMachine(Arch.X86_64, memory, coco > 0, false, false, true, true);
    var cmdline = input.path("cmdline").asText("");
    var parameters =
        KernelParameters.parse(
            input.path("cmdline").isTextual() ? "swiotlb=" + cmdline : "", build);
    var most = input.path("memblockMaxBytes").asLong(Long.MAX_VALUE);
    var room = new BootMemory(coco == 0 ? memory : MemoryLayout.x86(1L << 44), Slots.PAGE_BYTES);
    var boot =
        PoolBoot.of(
            new DefaultPoolRule(machine, build),
            parameters,
            input.path("cpus").asInt(),
            room,
            most);
    var sizing = boot.sizing();
    return new ObjectMapper()
        .createObjectNode()
        .put("nslabs", sizing.slots())
        .put("areas", sizing.areas())
        .put("defaultNslabs", sizing.defaultSlots())
        .put("defaultAreas", sizing.defaultAreas());
  }
}
