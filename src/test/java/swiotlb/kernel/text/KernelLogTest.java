package swiotlb.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelLogTest {
  private static final String FULL =
      "swiotlb buffer is full (sz: 4096 bytes), total 512 (slots), used 510 (slots)";

  @Test
  void linesReadAsTheKernelWritesThem() {
    assertThat(KernelLog.FULL.line(4096, 512, 510)).isEqualTo(FULL);
    assertThat(KernelLog.BOUNCE_OUT_OF_REACH.line(0x1_0000_0000L, 4096, 0xffff_ffffL, 0))
        .isEqualTo("swiotlb addr 0x0000000100000000+4096 overflow (mask ffffffff, bus limit 0).");
    assertThat(KernelLog.BUFFER_OUT_OF_REACH.line(-4096, 4096, -1, 0))
        .isEqualTo(
            "DMA addr 0xfffffffffffff000+4096 overflow (mask ffffffffffffffff, bus limit 0).");
    assertThat(KernelLog.NOT_GROWN.line())
        .isEqualTo("software IO TLB: Failed to allocate new pool");
  }

  @Test
  void aLineIsFoundAnywhereInAText() {
    var match = KernelLog.FULL.anywhere().matcher("nvme: " + FULL + "\", more");
    assertThat(match.find()).isTrue();
    assertThat(match.group(3)).isEqualTo("510");
    assertThat(KernelLog.FULL.read(FULL + " more")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsRead(KernelLog kind) {
    var places =
        switch (kind) {
          case FULL, MAPPED -> 3;
          case BOUNCE_OUT_OF_REACH, BUFFER_OUT_OF_REACH -> 4;
          case HALVED -> 2;
          case SUPPRESSED, SUPPRESSED_GROWTH, AREAS, ROUNDED_UP, ADJUSTED, REFUSED, NO_PAGES -> 1;
          case NO_POOL,
              NOT_GROWN,
              NO_LOW_MEMORY,
              COHERENT_EXHAUSTED,
              PCI_DMA,
              NOT_DECRYPTED,
              IOMMU_INACTIVE,
              MEMORY_ENCRYPTED ->
              0;
        };
    var values = LongStream.range(10, 10 + places).toArray();
    var line = "[   12.345678] nvme 0000:00:04.0: " + kind.line(values);
    assertThat(kind.read(line))
        .hasValueSatisfying(
            read ->
                assertThat(read)
                    .containsExactly(LongStream.of(values).boxed().toArray(Long[]::new)));
    assertThat(Arrays.stream(KernelLog.values()).filter(k -> k.read(line).isPresent()))
        .containsExactly(kind);
  }

  @Test
  void linesThatPeopleReportedAreRead() throws IOException {
    var lines = Files.readAllLines(Path.of("src/test/resources/cases/reports/r25-log-lines.txt"));
    for (var line : lines.subList(0, 5)) {
      assertThat(KernelLog.FULL.read(line)).isPresent();
    }
    assertThat(KernelLog.FULL.read(lines.get(2))).contains(List.of(3776L, 32768L, 31415L));
    assertThat(KernelLog.BOUNCE_OUT_OF_REACH.read(lines.get(5)))
        .contains(List.of(0x10_fce0_0000L, 4096L, 0xffff_ffffL, 0xff_ffff_ffffL));
    assertThat(KernelLog.MAPPED.read(lines.get(6)))
        .contains(List.of(0xe5e0_0000L, 0xe7e0_0000L, 32L));
  }

  @Test
  void otherLinesAreNoneOfThese() {
    for (var kind : KernelLog.values()) {
      assertThat(kind.read(FULL.replace("510", "many"))).isEmpty();
      assertThat(kind.read(FULL + " and more")).isEmpty();
    }
  }

  @Test
  void valuesThatHaveNoPlaceAreRefused() {
    assertThatThrownBy(() -> KernelLog.FULL.line(1, 2))
        .hasMessageContaining("FULL has 3 places, not 2");
  }
}
