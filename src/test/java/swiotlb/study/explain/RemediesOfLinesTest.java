package swiotlb.study.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What helps is less where memory was refused, more where it was full, and never the same again.
 */
class RemediesOfLinesTest {
  private static final String ENCRYPTED = "Memory Encryption Features active: AMD SEV SEV-ES";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          swiotlb=131072 | software IO TLB: SWIOTLB bounce buffer size adjusted 262144 -> 131072 slabs
          swiotlb=131072 | software IO TLB: swiotlb_memblock_alloc: Failed to allocate 536870912 bytes tlb structure
          swiotlb=16384 | software IO TLB: swiotlb_memblock_alloc: Failed to remap 67108864 bytes
          swiotlb=16384 | software IO TLB: No low mem
          '' | software IO TLB: only able to allocate 4 MB
          '' | DMA: failed to allocate 1024 KiB GFP_KERNEL pool for atomic allocation
          swiotlb=131072 | nvme 0000:00:04.0: swiotlb buffer is full (sz: 4096 bytes), total 34816 (slots), used 34816 (slots)
          coherent_pool=4096K | DMA pool exhausted for nvme 0000:00:04.0
          """)
  void whatToPaste(String paste, String line) {
    assertThat(onlyAdvice(line).paste()).isEqualTo(paste);
  }

  @Test
  void whatWasGotCountsForAllLinesOfABoot() {
    var lines =
        Logs.explain(
                "software IO TLB: swiotlb_memblock_alloc: Failed to allocate 1073741824 bytes tlb structure",
                "software IO TLB: swiotlb_memblock_alloc: Failed to allocate 536870912 bytes tlb structure",
                "software IO TLB: SWIOTLB bounce buffer size adjusted 524288 -> 131072 slabs")
            .lines();
    assertThat(lines).extracting(line -> line.advice().paste()).containsOnly("swiotlb=131072");
  }

  @Test
  void lessIsAskedForThanWasRefusedWithTheWordsThatWereThere() {
    var lines =
        Logs.explain(
                "Command line: swiotlb=1048576,force",
                "software IO TLB: swiotlb_init_remap: Failed to allocate 786432 bytes align=0x1000")
            .lines();
    assertThat(lines.get(0).advice().paste()).isEqualTo("swiotlb=524288,force");
  }

  @Test
  void aPoolThatHasGrownIsNotSaidToBecomeOfUsualSize() {
    assertThat(
            onlyAdvice(
                    "nvme 0: swiotlb buffer is full (sz: 4096 bytes), total 34816 (slots), used 34816 (slots)")
                .remedy())
        .contains("256 MiB")
        .doesNotContain("usual size");
  }

  @Test
  void anEncryptedGuestIsNotToldASizeThatItTakesForNone() {
    var line =
        "nvme 0: swiotlb buffer is full (sz: 4096 bytes), total 16384 (slots), used 16384 (slots)";
    assertThat(onlyAdvice(line).paste()).isEqualTo("swiotlb=32768");
    assertThat(Logs.explain(ENCRYPTED, line).lines().get(0).advice().paste())
        .isEqualTo("swiotlb=65536");
  }

  @Test
  void anEncryptedGuestWithoutPoolWasRefusedIt() {
    var advice =
        Logs.explain(
                ENCRYPTED,
                "nvme 0: swiotlb buffer is full (sz: 4096 bytes), total 0 (slots), used 0 (slots)")
            .lines()
            .get(0)
            .advice();
    assertThat(advice.fix()).isEqualTo(Fix.ASK_LESS);
  }

  @Test
  void aCoherentPoolIsMadeLargerThanItIs() {
    var advice =
        Logs.explain(
                "DMA: preallocated 4096 KiB GFP_KERNEL pool for atomic allocations",
                "DMA pool exhausted for xhci_hcd 0000:00:14.0")
            .lines()
            .get(0)
            .advice();
    assertThat(advice.paste()).isEqualTo("coherent_pool=8192K");
    assertThat(advice.remedy()).contains("twice what there was", "grows until so much is");
  }

  private static Explanation.Advice onlyAdvice(String line) {
    return Logs.explain(line).lines().get(0).advice();
  }
}
