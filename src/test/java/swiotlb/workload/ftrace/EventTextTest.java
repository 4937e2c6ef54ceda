package swiotlb.workload.ftrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTextTest {
  private static DmaEvent read(String event) {
    return EventText.read(
        Objects.requireNonNull(TraceLine.parse("fio-1 [000] ..... 1.000000: " + event)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "swiotlb_bounced: dev_name: nvme0 dma_mask=ffffffff dev_addr=112 size=4096 FORCE",
        "swiotlb_bounced: dev_name=nvme0 dma_mask=4294967295 dev_addr=274 size=4096 force=1",
        "swiotlb_bounced: [FAILED TO PARSE] dev_name=nvme0 dma_mask=0xffffffff dev_addr=0x112 size=4096 force=1"
      })
  void aBounceIsReadInEveryForm(String event) {
    assertThat(read(event)).isEqualTo(new DmaEvent.Bounced("nvme0", 0x112, 4096, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dma_map_page: nvme0 dir=TO_DEVICE dma_addr=7c5c5000 size=16 phys_addr=112 attrs=",
        "dma_map_phys: nvme0 dir=TO_DEVICE dma_addr=7c5c5000 size=16 phys_addr=112 attrs=",
        "dma_map_page: device=nvme0 phys_addr=0x112 dma_addr=0x7c5c5000 size=16 dir=1 attrs=0x0",
        "dma_map_phys: device=nvme0 phys_addr=274 dma_addr=2086424576 size=16 dir=1 attrs=0"
      })
  void aPageIsReadInEveryForm(String event) {
    assertThat(read(event)).isEqualTo(new DmaEvent.MapOne("nvme0", 0x7c5c_5000L, 16, 0x112));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dma_map_sg: d dir=FROM_DEVICE nents=1/1 ents=1/1 dma_addrs={0x7c64a000} sizes={0x1000} phys_addrs={0x10878d000} attrs=",
        "dma_map_sg: [FAILED TO PARSE] device=d full_nents=1 full_ents=1 truncated=0"
            + " phys_addrs=ARRAY[00, d0, 78, 08, 01, 00, 00, 00] dma_addrs=ARRAY[00, a0, 64, 7c, 00, 00, 00, 00]"
            + " lengths=ARRAY[00, 10, 00, 00] dir=2 attrs=0x0",
        "dma_map_sg: device=d full_nents=1 full_ents=1 truncated=0 phys_addrs=ARRAY[4437102592 ]"
            + " dma_addrs=ARRAY[2086969344 ] lengths=ARRAY[4096 ] dir=2 attrs=0x0"
      })
  void aListIsReadInEveryForm(String event) {
    assertThat(read(event))
        .isEqualTo(
            new DmaEvent.MapList(
                "d", List.of(0x7c64_a000L), List.of(4096L), List.of(0x1_0878_d000L), false, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dma_unmap_sg: d dir=FROM_DEVICE phys_addrs={0x10878d000} attrs=",
        "dma_unmap_sg: [FAILED TO PARSE] device=d addrs=ARRAY[00, d0, 78, 08, 01, 00, 00, 00] dir=2 attrs=0x0"
      })
  void aReleaseIsReadInEveryForm(String event) {
    assertThat(read(event)).isEqualTo(new DmaEvent.UnmapList("d", List.of(0x1_0878_d000L)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dma_map_sg: d dir=NONE nents=1/2 ents=1/2 dma_addrs={0x0} sizes={0x1} phys_addrs={0x0} attrs=",
        "dma_map_sg: device=d full_nents=2 full_ents=2 truncated=1 phys_addrs=ARRAY[00, 00, 00, 00, 00, 00, 00, 00]"
            + " dma_addrs=ARRAY[00, 00, 00, 00, 00, 00, 00, 00] lengths=ARRAY[01, 00, 00, 00] dir=0 attrs=0"
      })
  void aListThatIsCutSaysSo(String event) {
    assertThat(((DmaEvent.MapList) read(event)).isCut()).isTrue();
  }

  @Property
  void bytesOfAnArrayAreNumbersLowestFirst(@ForAll @Size(min = 1, max = 200) List<Long> addresses) {
    var bytes =
        addresses.stream()
            .flatMap(
                a -> IntStream.range(0, 8).mapToObj(i -> "%02x".formatted((a >>> (8 * i)) & 0xff)))
            .collect(Collectors.joining(", "));
    assertThat(read("dma_unmap_sg: [FAILED TO PARSE] device=d addrs=ARRAY[" + bytes + "] dir=2"))
        .isEqualTo(new DmaEvent.UnmapList("d", addresses));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "swiotlb_bounced: dev_name: nvme0 dma_mask=ffffffff",
        "swiotlb_bounced: dev_name=nvme0 dma_mask=1 dev_addr=x size=4096 force=1",
        "swiotlb_bounced: dev_name=nvme0 dma_mask=1 dev_addr=1 size=99999999999999999999 force=1",
        "dma_map_page: something else",
        "dma_map_sg: d dir=NONE nents=1/1 ents=1/1 dma_addrs={} sizes={0x1} phys_addrs={0x0} attrs=",
        "dma_map_sg: [FAILED TO PARSE] device=d phys_addrs=ARRAY[zz, 00] dma_addrs=ARRAY[] lengths=ARRAY[]",
        "dma_unmap_sg: [FAILED TO PARSE] device=d"
      })
  void whatIsNotUnderstoodIsSaidToBeSo(String event) {
    assertThat(read(event)).isNull();
  }

  @Test
  void coherentMemoryAndSyncsTakeNoSlots() {
    assertThat(read("dma_alloc: d dir=NONE dma_addr=1 size=1 virt_addr=1 flags=GFP_KERNEL attrs="))
        .isEqualTo(new DmaEvent.NoSlots());
    assertThat(read("dma_sync_single_for_cpu: d dir=NONE dma_addr=1 size=1"))
        .isEqualTo(new DmaEvent.NoSlots());
  }
}
