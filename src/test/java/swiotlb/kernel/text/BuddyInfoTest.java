package swiotlb.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.kernel.page.BuddyMemory;
import swiotlb.kernel.page.FreeBlocks;
import swiotlb.kernel.page.Zone;

class BuddyInfoTest {
  private static final long DMA_ZONE = 0xff_ffffL;
  private static final long GIB = 1L << 30;

  /** As on a machine with a kernel that still handed out memory below 1 MiB. */
  private static final String OLD_KERNEL =
      """
      Node 0, zone      DMA      1      1      1      0      2      1      1      0      1      1      3
      Node 0, zone    DMA32   1241    978    511    303    144     61     20      9      3      1      5
      Node 0, zone   Normal  21453   9021   4410   1502    433    120     31      6      1      0      0
      """;

  private static BuddyMemory memory(long bytes, String paste) {
    return BuddyMemory.of(bytes, DMA_ZONE, List.of(), 0, 0, BuddyInfo.parse(paste));
  }

  @Test
  void countsAreReadByZoneAndOrder() {
    var info = BuddyInfo.parse(OLD_KERNEL);
    assertThat(info.freeBlocks(Zone.DMA)).containsExactly(1, 1, 1, 0, 2, 1, 1, 0, 1, 1, 3);
    assertThat(info.freeBlocks(Zone.NORMAL)[3]).isEqualTo(1502);
    assertThat(info.freePages(Zone.DMA)).isEqualTo(1 + 2 + 4 + 32 + 32 + 64 + 256 + 512 + 3072);
  }

  @Test
  void nodesAreSummed() {
    var info =
        BuddyInfo.parse(
            "Node 0, zone Normal 1 2 3\r\n\n  Node 1, zone   Normal 10 20 30 \nNode 1, zone Movable 5 5 5");
    assertThat(info.freeBlocks(Zone.NORMAL)).containsExactly(11, 22, 33, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(info.freeBlocks(Zone.DMA)).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \n\n",
        "$ cat /proc/buddyinfo",
        "Node 0, zone DMA",
        "Node 0, zone DMA 1 2 x",
        "Node 0, zone DMA 1 -2",
        "Node x, zone DMA 1",
        "Node 0 zone DMA 1",
        "Node 0, zone DMA 1234567890123",
        "Node 0, zone DMA 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "Node 0, zone DMA 1 2 3",
        "Node 0, zone DMA 1 2 3 4 5 6 7 8 9 10",
        "Node 0, zone DMA 1 2\nNode 0, zone Normal 1 2",
        "Node 0, zone DMA 1 2 3 4\nNode 0, zone Normal 1 2 3",
        "Node 0, zone Highmem 1 2 3 4 5 6 7 8 9 10 11",
        "Node 0, zone DMA 1 2 3\nNode 0, zone DMA 1 2 3",
        "Node 99999999999, zone DMA 1"
      })
  void anythingElseIsRefusedWithTheLineAndTheRemedy(String paste) {
    assertThatThrownBy(() -> BuddyInfo.parse(paste))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s)line [12][: ].*paste what cat /proc/buddyinfo prints.*");
  }

  @Test
  void theMessageNamesTheLine() {
    assertThatThrownBy(() -> BuddyInfo.parse("Node 0, zone DMA 1\n\nNode 0, zone Dev 1"))
        .hasMessageStartingWith(
            "line 3 names zone Dev, not one of DMA, DMA32, Normal, Movable, HighMem, Device");
  }

  @Test
  void hostileTextIsNeitherEchoedNorReadForever() {
    assertThatThrownBy(() -> BuddyInfo.parse("\u001b[2Jboo\u202e" + "x".repeat(200)))
        .hasMessageContaining("\"?[2Jboo?xxx")
        .hasMessageContaining("...\"");
    assertThatThrownBy(() -> BuddyInfo.parse("Node 0, zone DMA" + " 1".repeat(1 << 20)))
        .hasMessageContaining("line 1 is 2097168 characters long");
    assertThatThrownBy(() -> BuddyInfo.parse("\n".repeat(1 << 20)))
        .hasMessageContaining("more than 4096 lines");
    assertThatThrownBy(() -> BuddyInfo.parse("Node 0, zone DMA" + " ".repeat(300) + "x"))
        .hasMessageContaining("is no line");
  }

  @Test
  void memoryMadeFromASnapshotShowsTheSameCounts() {
    var memory = memory(16 * GIB, OLD_KERNEL);
    var shown = BuddyInfo.parse(BuddyInfo.text(memory.freeBlocks()));
    for (var zone : Zone.values()) {
      assertThat(shown.freeBlocks(zone)).isEqualTo(BuddyInfo.parse(OLD_KERNEL).freeBlocks(zone));
    }
    assertThat(memory.freePages(Zone.DMA))
        .isEqualTo(BuddyInfo.parse(OLD_KERNEL).freePages(Zone.DMA));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    var read = BuddyInfo.parse(OLD_KERNEL);
    assertThat(BuddyInfo.text(BuddyInfo.parse(BuddyInfo.text(read))))
        .isEqualTo(BuddyInfo.text(read));
    assertThat(BuddyInfo.text(FreeBlocks.NONE)).isEmpty();
  }

  @Test
  void aZoneThatIsAbsentHasNothingFree() {
    var memory = memory(16 * GIB, "Node 0, zone DMA32 0 0 0 0 0 0 0 0 1 0 0");
    assertThat(memory.freePages()).isEqualTo(256);
    assertThat(memory.allocate(8, Zone.NORMAL, true)).isNull();
    assertThat(memory.allocate(8, Zone.DMA32, true)).isNotNull();
    assertThat(memory.allocate(0, Zone.DMA32, true)).isNull();
  }

  @Test
  void aSnapshotThatDoesNotFitIsRefusedWithWhatWouldFit() {
    assertThatThrownBy(() -> memory(4 * GIB, "Node 0, zone Normal 0 0 0 0 0 0 0 0 0 0 65"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "memory is too small for this snapshot: "
                + "zone Normal has room for 64 free blocks of order 10, not 65");
    assertThatThrownBy(() -> memory(4 * GIB, "Node 0, zone Normal 65537 0 0 0 0 0 0 0 0 0 0"))
        .hasMessageContaining("zone Normal has room for 32768 free blocks of order 0, not 65537");
    assertThatThrownBy(() -> memory(4 * GIB, "Node 0, zone Normal 0 0 0 0 0 0 0 0 0 1 64"))
        .hasMessageContaining("zone Normal has room for 0 free blocks of order 9, not 1");
  }

  @Test
  void everySecondPageMayBeFree() {
    var memory = memory(4 * GIB, "Node 0, zone Normal 32768 0 0 0 0 0 0 0 0 0 0");
    assertThat(memory.freePages(Zone.NORMAL)).isEqualTo(32768);
    assertThat(memory.freeBlocks().freeBlocks(Zone.NORMAL)[0]).isEqualTo(32768);
    assertThat(memory.allocate(1, Zone.NORMAL, true)).isNull();
  }

  @Test
  void aHugeMemoryTakesASnapshotAtOnce() {
    var paste = "Node 0, zone Normal 900000 100 0 0 0 0 0 0 0 0 16000000";
    var memory = memory(64L << 40, paste);
    assertThat(memory.freeBlocks().freeBlocks(Zone.NORMAL))
        .containsExactly(900000, 100, 0, 0, 0, 0, 0, 0, 0, 0, 16000000);
  }

  @Test
  void aSnapshotOfTooManySmallBlocksIsRefused() {
    assertThatThrownBy(() -> memory(64L << 40, "Node 0, zone Normal 999999999 0 0 0 0 0 0 0 0 0 0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the snapshot is too large to be simulated: zone Normal");
    assertThatThrownBy(() -> memory(64L << 40, "Node 0, zone Normal 0 0 0 0 0 0 0 0 0 8000000 0"))
        .hasMessageContaining("the snapshot is too large to be simulated");
  }

  @Test
  void theAccountIsShort() {
    assertThat(
            BuddyInfo.describe(
                    BuddyInfo.parse(OLD_KERNEL + "Node 1, zone Movable 0 0 0 0 0 0 0 0 0 0 0"))
                .lines())
        .containsExactly(
            "DMA    15 MiB free, largest block of order 10, 5 of at least 1 MiB, 3 of 4 MiB",
            "DMA32  81 MiB free, largest block of order 10, 9 of at least 1 MiB, 5 of 4 MiB",
            "Normal 323 MiB free, largest block of order 8, 1 of at least 1 MiB, 0 of 4 MiB");
    assertThat(BuddyInfo.describe(BuddyInfo.parse("Node 0, zone DMA 0 0 0 0 0 0 0 0 0 0 0")))
        .isEqualTo("DMA    0 MiB free, no block, 0 of at least 1 MiB, 0 of 4 MiB\n");
    assertThat(BuddyInfo.describe(BuddyInfo.parse("Node 0, zone DMA 1 1 0 0 0 0 0 0 0 0 0")))
        .isEqualTo(
            "DMA    12 KiB free, largest block of order 1, 0 of at least 1 MiB, 0 of 4 MiB\n");
  }
}
