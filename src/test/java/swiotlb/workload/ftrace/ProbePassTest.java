package swiotlb.workload.ftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static swiotlb.workload.ftrace.Lines.bounced;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.kernel.slot.PoolGeometry;

class ProbePassTest {
  private static final String DEFAULT_POOL = "ffffffff81ab8c40";
  private static final String OTHER_POOL = "ff11000013018b40";

  private final ProbePass pass = new ProbePass();
  private final Lines lines = new Lines(pass);

  private static String search(String pool, long original, int slot) {
    return ("search: (swiotlb_tbl_map_single+0x104/0x440 <- swiotlb_search_pool_area) pool=0x%s"
            + " area=2 orig=0x%x asize=4096 idx=%d")
        .formatted(pool, original, slot);
  }

  private static String map(long original, long address) {
    return ("map: (swiotlb_map+0x68/0x240 <- swiotlb_tbl_map_single) orig=0x%x size=4096 align=0x0"
            + " dir=2 tlb=0x%x")
        .formatted(original, address);
  }

  private static String unmap(long address) {
    return ("unmap: (__swiotlb_tbl_unmap_single+0x4/0x250) tlb=0x%x size=4096 dir=2 attrs=0x20"
            + " pstart=0x78500000 pnslabs=512 trans=0")
        .formatted(address);
  }

  private static String allocPool(String caller, String pool, String geometry) {
    return ("alloc_pool: (%s+0x34/0xa0 <- swiotlb_alloc_pool.isra.0) minslabs=512 nslabs=512"
            + " nareas=4 limit=0xffffffff gfp=0xcc0 pool=0x%s %s")
        .formatted(caller, pool, geometry);
  }

  @Test
  void aMappingEndsWithTheSearchThatFoundItsSlots() {
    lines
        .on(1, bounced(0xa000, 4096))
        .on(0, bounced(0xb000, 4096))
        .on(1, search(DEFAULT_POOL, 0xa000, 258), map(0xa000, 0x7858_1000), unmap(0x7858_1000));
    assertThat(lines.only().start()).isEqualTo(1);
    assertThat(lines.only().end()).isEqualTo(3);
    assertThat(lines.only().release()).isEqualTo(5);
  }

  @Test
  void theDefaultPoolsBaseFollowsFromItsFirstSlot() {
    lines.on(
        0,
        bounced(0xa000, 4096),
        search(DEFAULT_POOL, 0xa000, 258),
        map(0xa000, 0x7850_0000 + 258 * 2048));
    assertThat(pass.defaultPoolBase()).hasValue(0x7850_0000);
  }

  @Test
  void theOffsetOfAnAlignedBufferDoesNotMoveTheBase() {
    lines.on(
        0,
        bounced(0xa200, 4096),
        search(DEFAULT_POOL, 0xa200, 2),
        map(0xa200, 0x7850_0000 + 2 * 2048 + 0x200));
    assertThat(pass.defaultPoolBase()).hasValue(0x7850_0000);
  }

  @Test
  void slotsOfDynamicPoolsSayNothingOfTheBase() {
    lines.on(
        0,
        allocPool("swiotlb_dyn_alloc", OTHER_POOL, "start=0x7cb00000 got=512 gotareas=4"),
        bounced(0xa000, 4096),
        search(OTHER_POOL, 0xa000, 0),
        map(0xa000, 0x7cb0_0000));
    assertThat(pass.defaultPoolBase()).isEmpty();
  }

  @Test
  void ofPoolsThatWereThereBeforeTheDefaultOneIsTheKernelsVariable() {
    lines.on(
        0,
        bounced(0xa000, 4096),
        search(OTHER_POOL, 0xa000, 0),
        map(0xa000, 0x7cb0_0000),
        bounced(0xb000, 4096),
        search(DEFAULT_POOL, 0xb000, 2),
        map(0xb000, 0x7850_0000 + 2 * 2048));
    assertThat(pass.defaultPoolBase()).hasValue(0x7850_0000);
    assertThat(pass.hasEarlierPools()).isTrue();
  }

  @Test
  void aSearchThatFoundNothingSaysNothingOfTheBase() {
    lines.on(0, bounced(0xa000, 4096), search(DEFAULT_POOL, 0xa000, -1), map(0xa000, 0x1864_0000));
    assertThat(pass.defaultPoolBase()).isEmpty();
  }

  @Test
  void theWorkersPoolIsAGrowth() {
    lines.on(
        0,
        "workqueue_queue_work: work struct=1 function=swiotlb_dyn_alloc workqueue=events cpu=0",
        "dyn_alloc: (swiotlb_dyn_alloc+0x4/0xa0)",
        allocPool("swiotlb_dyn_alloc", OTHER_POOL, "start=0x7cb00000 got=512 gotareas=4"));
    assertThat(pass.growthProbes.growths())
        .containsExactly(new GrowthRecord(2, 3, new PoolGeometry(0x7cb0_0000, 512, 4), 2000));
  }

  @Test
  void aTransientPoolIsNoGrowth() {
    lines.on(
        0, allocPool("swiotlb_tbl_map_single", OTHER_POOL, "start=0x7ca80000 got=32 gotareas=1"));
    assertThat(pass.growthProbes.growths()).isEmpty();
  }

  @Test
  void onlyTheGrowthWorkIsCountedAsQueued() {
    lines.on(
        0,
        "workqueue_queue_work: work struct=1 function=swiotlb_dyn_alloc workqueue=events cpu=0",
        "workqueue_queue_work: work struct=2 function=vmstat_update workqueue=events cpu=0");
    assertThat(pass.growthProbes.workQueued()).isEqualTo(1);
  }

  @Test
  void allOnesIsAFailure() {
    lines.on(0, bounced(0xa000, 4096), map(0xa000, -1L), unmap(-1L));
    assertThat(lines.only().address()).isEqualTo(RecordedMapping.FAILED);
    assertThat(lines.only().release()).isEqualTo(RecordedMapping.NEVER);
  }

  @Test
  void anAddressMappedAnewIsReleasedByItsNewMapping() {
    lines.on(
        0,
        bounced(0xa000, 4096),
        map(0xa000, 0x7850_0000),
        unmap(0x7850_0000),
        bounced(0xb000, 4096),
        map(0xb000, 0x7850_0000),
        unmap(0x7850_0000));
    assertThat(pass.mappings()).extracting(RecordedMapping::release).containsExactly(3L, 6L);
  }

  @Test
  void linesOfTheSameAddressOnAnotherCpuAreAnothersMapping() {
    lines
        .on(0, bounced(0xa000, 4096))
        .on(1, bounced(0xa000, 4096), map(0xa000, 0x7850_0800))
        .on(0, map(0xa000, 0x7850_0000));
    assertThat(pass.mappings())
        .extracting(RecordedMapping::address)
        .containsExactly(0x7850_0000L, 0x7850_0800L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start=0x7cb00000 got=0 gotareas=4",
        "start=0x7cb00000 got=512 gotareas=3",
        "start=0x7cb00001 got=512 gotareas=4",
        "start=0x7cb00000 got=999999999 gotareas=999999",
        "start=0xfffffffffffffffff got=512 gotareas=4"
      })
  void aPoolThatCannotBeIsNoGrowth(String geometry) {
    lines.on(0, allocPool("swiotlb_dyn_alloc", OTHER_POOL, geometry));
    assertThat(pass.growthProbes.growths()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "search: (x) pool=0x1 area=8192 orig=0x1 asize=1 idx=1",
        "unmap: (x) tlb=0x785ff000 size=16 dir=1 attrs=0x0 pstart=0x78600000 pnslabs=512 trans=0",
        "unmap: (x) tlb=0x78700000 size=16 dir=1 attrs=0x0 pstart=0x78600000 pnslabs=512 trans=0",
        "unmap: (x) tlb=0x78600000 size=16 dir=1 attrs=0x0 pstart=0x78600000 pnslabs=0 trans=0"
      })
  void whatNoAllocatorCanHaveIsRefused(String event) {
    assertThatThrownBy(() -> lines.on(0, event)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "search: (x) pool=0x1 area=8191 orig=0x1 asize=1 idx=1",
        "map: (x) orig=0x1 size=1 align=0x0 dir=0 tlb=0xfffffffffffffffff",
        "map: (x) orig=0x1 size=1 align=0x0 dir=0 tlb=0x1",
        "unmap: (((((",
        "dyn_alloc: ",
        "workqueue_queue_work: "
      })
  void hostileTextIsNoMapping(String event) {
    lines.on(0, event);
    assertThat(pass.mappings()).isEmpty();
  }

  @Test
  @Timeout(5)
  void aLongCallerIsReadInNoTime() {
    lines.on(
        0, "alloc_pool: (" + "a".repeat(100_000), "alloc_pool: (a" + ") minslabs=".repeat(9_000));
    assertThat(pass.growthProbes.growths()).isEmpty();
  }
}
