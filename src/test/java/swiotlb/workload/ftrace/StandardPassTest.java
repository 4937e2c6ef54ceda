package swiotlb.workload.ftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static swiotlb.workload.ftrace.Lines.DISK;
import static swiotlb.workload.ftrace.Lines.bounced;
import static swiotlb.workload.ftrace.Lines.mapList;
import static swiotlb.workload.ftrace.Lines.mapPage;
import static swiotlb.workload.ftrace.Lines.unmapList;
import static swiotlb.workload.ftrace.Lines.unmapPage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardPassTest {
  private final StandardPass pass = new StandardPass();
  private final Lines lines = new Lines(pass);

  @Test
  void aPageIsARequestAPlaceAndARelease() {
    lines
        .on(3, bounced(0xa000, 4096), mapPage(0x7850_0000, 4096, 0xa000))
        .on(1, unmapPage(0x7850_0000, 4096));
    assertThat(lines.only())
        .isEqualTo(
            new RecordedMapping(
                0,
                3,
                DISK,
                0xa000,
                4096,
                true,
                1,
                2,
                3,
                0x7850_0000,
                5_000_001_000L,
                5_000_003_000L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"_page", "_phys"})
  void pagesGoByTheirNewerNamesToo(String name) {
    lines
        .on(
            0,
            bounced(0xa000, 16),
            mapPage(0x7850_0000, 16, 0xa000).replace("_page", name),
            unmapPage(0x7850_0000, 16).replace("_page", name))
        .only();
    assertThat(lines.only().release()).isEqualTo(3);
  }

  @Test
  void slotsAreTakenBeforeTheNextLineOfTheSameCpu() {
    lines
        .on(0, bounced(0xa000, 16))
        .on(1, bounced(0xb000, 16), mapPage(0x7850_0800, 16, 0xb000))
        .on(0, mapPage(0x7850_0000, 16, 0xa000));
    assertThat(pass.mappings())
        .extracting(RecordedMapping::start, RecordedMapping::end)
        .containsExactly(tuple(1L, 4L), tuple(2L, 3L));
  }

  @Test
  void linesOfOtherEventsHaveNoPosition() {
    lines.on(0, "sched_switch: a ==> b", bounced(0xa000, 16), "tracing_mark_write: hello");
    lines.on(0, mapPage(0x7850_0000, 16, 0xa000));
    assertThat(lines.only().end()).isEqualTo(2);
  }

  @Test
  void aPageThatDidNotBounceIsCounted() {
    lines.on(0, mapPage(0xa000, 4096, 0xa000));
    assertThat(pass.notBounced()).isEqualTo(1);
    assertThat(pass.mappings()).isEmpty();
  }

  @Test
  void anotherDevicesBufferAtTheSameAddressDidNotBounce() {
    lines.on(0, bounced(0xa000, 4096), mapPage(0x9000, 4096, 0xa000).replace(DISK, "0000:00:04.0"));
    assertThat(pass.notBounced()).isEqualTo(1);
  }

  @Test
  void aRequestWhoseMapEventIsMissingIsNoMapping() {
    lines.on(0, bounced(0xa000, 16), bounced(0xb000, 16), mapPage(0x7850_0000, 16, 0xb000));
    assertThat(lines.only().originalAddress()).isEqualTo(0xb000);
  }

  @Test
  void allOnesIsAFailure() {
    lines.on(0, bounced(0xa000, 16), mapPage(-1, 16, 0xa000));
    assertThat(lines.only().address()).isEqualTo(RecordedMapping.FAILED);
    assertThat(lines.only().hasAddress()).isFalse();
  }

  @Test
  void aPageIsReleasedByTheOldestOfItsSize() {
    lines.on(
        0,
        bounced(0xa000, 16),
        mapPage(0x7850_0000, 16, 0xa000),
        bounced(0xb000, 48),
        mapPage(0x7850_0000, 48, 0xb000),
        bounced(0xc000, 48),
        mapPage(0x7850_0000, 48, 0xc000),
        unmapPage(0x7850_0000, 48));
    assertThat(pass.mappings())
        .extracting(RecordedMapping::release)
        .containsExactly(RecordedMapping.NEVER, 7L, RecordedMapping.NEVER);
  }

  @Test
  void anUnmapOfWhatWasNeverMappedIsPassedOver() {
    lines.on(0, unmapPage(0x7850_0000, 16), unmapList(0xa000), bounced(0xa000, 16));
    assertThat(pass.mappings()).isEmpty();
  }

  @Test
  void aListHasAMappingForEachBuffer() {
    lines.on(
        0,
        bounced(0xa000, 4096),
        bounced(0xc000, 4096),
        mapList("nents=2/2 ents=2/2 ", 4096, addresses(0x1000, 0x2000), 0xa000, 0xc000));
    assertThat(pass.mappings())
        .extracting(RecordedMapping::address)
        .containsExactly(0x1000L, 0x2000L);
  }

  @Test
  void olderListsDoNotCountTheirEntries() {
    lines.on(
        0, bounced(0xa000, 4096), mapList("", 4096, addresses(0x1000), 0xa000), unmapList(0xa000));
    assertThat(lines.only().release()).isEqualTo(3);
  }

  @Test
  void buffersOfAListThatDidNotBounceAreCounted() {
    lines.on(
        0,
        bounced(0xa000, 4096),
        mapList("nents=2/2 ents=2/2 ", 4096, addresses(0x1000, 0xc000), 0xa000, 0xc000));
    assertThat(pass.notBounced()).isEqualTo(1);
    assertThat(lines.only().address()).isEqualTo(0x1000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nents=1/2 ents=1/2 [TRUNCATED] ", "nents=1/2 ents=1/2 "})
  void whatACutListDoesNotShowHasNoKnownAddress(String entries) {
    lines.on(
        0,
        bounced(0xa000, 4096),
        bounced(0xc000, 4096),
        mapList(entries, 4096, addresses(0x1000), 0xa000));
    assertThat(pass.mappings())
        .extracting(RecordedMapping::address)
        .containsExactly(0x1000L, RecordedMapping.UNKNOWN);
  }

  @Test
  void aCutListIsReleasedAsAWhole() {
    lines.on(
        0,
        bounced(0xa000, 4096),
        bounced(0xc000, 4096),
        mapList("nents=1/2 ents=1/2 [TRUNCATED] ", 4096, addresses(0x1000), 0xa000),
        unmapList(0xa000, 0xc000));
    assertThat(pass.mappings()).extracting(RecordedMapping::release).containsExactly(4L, 4L);
  }

  @Test
  void equalListsAreReleasedInTheOrderInWhichTheyWereMapped() {
    for (var i = 1; i <= 2; i++) {
      lines.on(0, bounced(0xa000, 4096), mapList("", 4096, addresses(0x1000L * i), 0xa000));
    }
    lines.on(0, unmapList(0xa000));
    assertThat(pass.mappings())
        .extracting(RecordedMapping::release)
        .containsExactly(5L, RecordedMapping.NEVER);
  }

  @Test
  void aListIsReleasedUnderItsOwnOriginalAddresses() {
    lines.on(
        0,
        bounced(0xa000, 4096),
        mapList("", 4096, addresses(0x1000), 0xa000),
        bounced(0xb000, 4096),
        mapList("", 4096, addresses(0x2000), 0xb000),
        unmapList(0xb000));
    assertThat(pass.mappings())
        .extracting(RecordedMapping::release)
        .containsExactly(RecordedMapping.NEVER, 5L);
  }

  @Test
  void whatAFailedListHadTakenIsGivenBackAtOnce() {
    lines.on(
        0,
        bounced(0xa000, 4096),
        bounced(0xb000, 4096),
        "dma_map_sg_err: " + DISK + " dir=TO_DEVICE dma_addrs={0xa000,0xb000} err=-5 attrs=");
    assertThat(pass.mappings())
        .extracting(RecordedMapping::address, RecordedMapping::release)
        .containsOnly(tuple(RecordedMapping.UNKNOWN, 3L));
  }

  @Test
  void coherentMemoryTakesNoSlots() {
    lines.on(
        0,
        "dma_alloc: " + DISK + " dir=BIDIRECTIONAL dma_addr=16460000 size=91392 attrs=",
        "dma_free: " + DISK + " dir=BIDIRECTIONAL dma_addr=16460000 size=91392 attrs=");
    assertThat(pass.mappings()).isEmpty();
    assertThat(pass.notBounced()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "swiotlb_bounced: dev_name: x dma_mask=1 dev_addr=fffffffffffffffff size=1 FORCE",
        "swiotlb_bounced: dev_name: x dma_mask=1 dev_addr=1 size=99999999999999999999 FORCE",
        "dma_map_page: x dir=TO_DEVICE dma_addr=zz size=1 phys_addr=1 attrs=",
        "dma_map_sg: x dir=TO_DEVICE dma_addrs={,,} sizes={0xq} phys_addrs={0x} attrs=",
        "dma_map_sg: x dir=TO_DEVICE dma_addrs={} sizes={} phys_addrs={} attrs=",
        "dma_unmap_sg: x dir=TO_DEVICE phys_addrs={{{",
        "dma_unmap_page: "
      })
  void hostileTextIsNoMapping(String event) {
    lines.on(0, event);
    assertThat(pass.mappings()).isEmpty();
  }

  private static long[] addresses(long... addresses) {
    return addresses;
  }

  @Test
  void bouncesThatTheNextListDoesNotNameWereAListThatFailed() {
    lines.on(
        0,
        bounced(0xa000, 16),
        bounced(0xb000, 16),
        bounced(0xa000, 16),
        bounced(0xb000, 16),
        mapList("", 16, new long[] {0x7850_0000, 0x7850_0800}, 0xa000, 0xb000));
    assertThat(pass.mappings())
        .extracting(RecordedMapping::address, RecordedMapping::release)
        .containsExactly(
            tuple(RecordedMapping.UNKNOWN, 3L),
            tuple(RecordedMapping.FAILED, RecordedMapping.NEVER),
            tuple(0x7850_0000L, RecordedMapping.NEVER),
            tuple(0x7850_0800L, RecordedMapping.NEVER));
  }

  @Test
  void aBufferThatComesAgainBeginsTheNextAttempt() {
    lines.on(
        0,
        bounced(0xa000, 16),
        bounced(0xa000, 16),
        bounced(0xa000, 16),
        mapList("", 16, new long[] {0x7850_0000}, 0xa000));
    assertThat(pass.mappings())
        .extracting(RecordedMapping::address)
        .containsExactly(RecordedMapping.FAILED, RecordedMapping.FAILED, 0x7850_0000L);
  }

  @Test
  void aListThatAnInterruptCameBetweenGoesOnAfterIt() {
    lines
        .in(".....")
        .on(0, bounced(0xa000, 16))
        .in("d.h..")
        .on(0, bounced(0xb000, 16), mapList("", 16, new long[] {0x7850_0800}, 0xb000))
        .in(".....")
        .on(
            0,
            bounced(0xc000, 16),
            mapList("", 16, new long[] {0x7850_0000, 0x7850_1000}, 0xa000, 0xc000));
    assertThat(pass.mappings())
        .extracting(RecordedMapping::address)
        .containsExactly(0x7850_0000L, 0x7850_0800L, 0x7850_1000L);
  }

  @Test
  void theLastBounceOfADeviceWithListsFailedIfItsCpuWroteOn() {
    lines.on(
        0,
        bounced(0xa000, 16),
        mapList("", 16, new long[] {0x7850_0000}, 0xa000),
        bounced(0xb000, 16),
        unmapList(0xa000));
    pass.end(false);
    assertThat(pass.mappings())
        .extracting(RecordedMapping::address)
        .containsExactly(0x7850_0000L, RecordedMapping.FAILED);
  }

  @Test
  void whereLinesWereLostNobodyKnowsWhereNoListIsInferred() {
    lines.on(
        0,
        bounced(0xa000, 16),
        mapList("", 16, new long[] {0x7850_0000}, 0xa000),
        bounced(0xb000, 16),
        unmapList(0xa000));
    pass.end(true);
    assertThat(pass.mappings()).hasSize(1);
  }

  @Test
  void theLastBounceOfACpuIsLeftOpen() {
    lines.on(
        0,
        bounced(0xa000, 16),
        mapList("", 16, new long[] {0x7850_0000}, 0xa000),
        bounced(0xb000, 16));
    pass.end(false);
    assertThat(pass.mappings()).hasSize(1);
    assertThat(pass.bounces()).hasSize(2);
  }

  @Test
  void aReleaseWithoutItsMappingWasMappedBefore() {
    lines.on(0, mapPage(0xa000, 16, 0xa000), unmapPage(0xa000, 16), unmapPage(0x7850_0000, 16));
    assertThat(pass.earlier())
        .containsExactly(new EarlierBuffer(DISK, 0x7850_0000, 16, RecordedMapping.BEFORE, 3));
    lines.on(0, unmapList(0xa000));
    assertThat(pass.earlierLists()).isEqualTo(1);
  }

  @Test
  void whatIsNeverGivenBackIsTakenToBeSoWhereLinesWereLost() {
    lines.on(0, bounced(0xa000, 16), mapPage(0x7850_0000, 16, 0xa000));
    pass.loses(1);
    lines.on(1, unmapPage(0x7850_0800, 16));
    pass.end(false);
    assertThat(lines.only().release()).isEqualTo(2);
    assertThat(pass.releasedByLoss()).isEqualTo(1);
    assertThat(pass.earlier()).containsExactly(new EarlierBuffer(DISK, 0x7850_0800, 16, 2, 3));
  }

  private static String readList(long address) {
    return mapList("", 4096, addresses(address), 0xa000).replace("TO_DEVICE", "FROM_DEVICE");
  }

  @Test
  void aListThatIsMappedAgainAfterALossWasGivenBackThere() {
    lines.on(0, bounced(0xa000, 4096), readList(0x1000));
    pass.loses(0);
    lines.on(0, bounced(0xa000, 4096), readList(0x2000), unmapList(0xa000));
    assertThat(pass.mappings()).extracting(RecordedMapping::release).containsExactly(2L, 5L);
    assertThat(pass.releasedByLoss()).isEqualTo(1);
    assertThat(pass.missing()).isZero();
  }

  @Test
  void aListThatIsMappedAgainWithoutALineThatGivesItBackLacksOne() {
    lines.on(0, bounced(0xa000, 4096), readList(0x1000), bounced(0xa000, 4096), readList(0x2000));
    lines.on(0, unmapList(0xa000));
    assertThat(pass.mappings()).extracting(RecordedMapping::release).containsExactly(3L, 5L);
    assertThat(pass.missing()).isEqualTo(1);
  }

  @Test
  void thePageOfAnotherIsGivenBackOnlyLateUnlessItNeverIs() {
    lines.on(0, bounced(0xa000, 16), mapPage(0x7850_0000, 16, 0xa000));
    lines.on(0, bounced(0xb000, 16), mapPage(0x7850_0000, 16, 0xb000), unmapPage(0x7850_0000, 16));
    pass.end(false);
    assertThat(pass.missing()).isZero();
    lines.on(0, bounced(0xc000, 16), mapPage(0x7850_0000, 16, 0xc000));
    pass.end(false);
    assertThat(pass.missing()).isEqualTo(1);
  }
}
