package swiotlb.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.page.Zone;

/** What people paste when they are asked what memory was free. */
class BuddySnapshotTest {
  private static final long GIB = 1L << 30;
  private static final String LOWEST = "Node 0, zone      DMA 1 0 0 1 2 1 1 0 1 1 3\n";

  private static long[] normal(String paste) {
    return BuddySnapshot.read(paste).free().freeBlocks(Zone.NORMAL);
  }

  private static List<String> notes(String paste) {
    return BuddySnapshot.read(paste).notes();
  }

  @Test
  void ofAPlainPasteThereIsNothingToSay() {
    assertThat(BuddySnapshot.read(LOWEST).remarks()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Movable", "HighMem", "Device"})
  void ofSomeZonesNoPoolIsMadeAndThatIsSaid(String zone) {
    var read = BuddySnapshot.read(LOWEST + "Node 0, zone " + zone + " 0 0 0 0 0 0 0 0 0 0 500");
    assertThat(read.free().zones()).containsExactly(Zone.DMA);
    assertThat(read.remarks())
        .containsExactly(
            "1 zone and 15 MiB understood (DMA 15 MiB)",
            "zone " + zone + " has 2,000 MiB free, of which no pool can be made: it is left out");
  }

  @Test
  void aPasteOfNothingButSuchZonesHasNothingFree() {
    var read = BuddySnapshot.read("Node 0, zone Movable 1 2 3 4 5 6 7 8 9 10 11");
    assertThat(read.free().zones()).isEmpty();
    assertThat(read.remarks()).startsWith("0 zones and 0 MiB understood");
  }

  @Test
  void threeOrdersAreReadWhereAllRowsAgree() {
    var paste = "Node 0, zone DMA 1 2 3\nNode 0, zone Normal 4 5 6";
    assertThat(normal(paste)).containsExactly(4, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(notes(paste))
        .containsExactly("there are 3 orders: nothing of more than 16 KiB is free");
  }

  @Test
  void aRowAloneWithFewOrdersLooksCut() {
    assertThatThrownBy(() -> BuddySnapshot.read("Node 0, zone DMA 1 2 3"))
        .hasMessageStartingWith("line 1 has 3 orders, and there is no other line with as many")
        .hasMessageContaining("write 0 for each that is missing of 11");
  }

  @Test
  void aRowWithFewerOrdersThanTheOthersIsCut() {
    assertThatThrownBy(() -> BuddySnapshot.read(LOWEST + "Node 0, zone Normal 1 2 3"))
        .hasMessageStartingWith("line 2 has 3 orders, and line 1 has 11: one of them is cut");
  }

  @Test
  void blocksOfHigherOrdersAreSeveralOfTheLargest() {
    var paste = "Node 0, zone Normal 0 0 0 0 0 0 0 0 0 0 1 1 1 1";
    assertThat(normal(paste)[10]).isEqualTo(15);
    assertThat(notes(paste)).singleElement().asString().startsWith("there are 14 orders; blocks");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Node 0, zone Normal 1 2 3 4 5 6 7\n  8 9 10 11\n",
        "> Node 0, zone Normal 1 2 3 4 5\n> 6 7 8\n>\n> 9 10 11\n",
        "Node 0,\nzone Normal 1 2 3 4 5 6 7 8 9 10 11",
        "Node 0, zone\nNormal 1 2 3 4 5 6 7 8 9 10 11",
        "Node 0, zone Normal\n1 2 3 4 5 6 7 8 9 10\n11",
      })
  void linesThatAMailProgramWrappedAreJoined(String paste) {
    assertThat(normal(paste)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(notes(paste)).singleElement().asString().startsWith("lines were wrapped");
  }

  private static String logged(String zone) {
    var text = new StringBuilder(zone + ":");
    for (var order = 0; order < 11; order++) {
      text.append(' ').append(order + 1).append('*').append(4 << order).append("kB");
      text.append(order % 2 == 0 ? " (UM)" : "");
    }
    var kib = 0;
    for (var order = 0; order < 11; order++) {
      kib += (order + 1) * (4 << order);
    }
    return text + " = " + kib + "kB";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[ 1234.567890] ",
        "[   12.345678][  T123] ",
        "<4>[ 1234.567890] ",
        "Mar  3 12:34:56 host kernel: ",
        "Mar 13 12:34:56 host kernel: [ 1234.567890] ",
        "2026-03-03T12:34:56.789+01:00 host.example kernel: ",
        "> [ 1234.567890] "
      })
  void whatTheLogSaysWhenMemoryIsShortIsRead(String before) {
    var paste = before + logged("Node 0 Normal") + "\n" + before + logged("Node 1 Normal");
    assertThat(normal(paste)).containsExactly(2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22);
    assertThat(notes(paste))
        .containsExactly("zones of 2 nodes are summed: nodes are not told apart");
  }

  @Test
  void aLogLineMayBeWrappedToo() {
    var line = logged("Node 0 Normal");
    var at = line.indexOf("64kB");
    assertThat(normal(line.substring(0, at + 4) + "\n" + line.substring(at + 4)))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  }

  @Test
  void otherLinesOfALogArePassedOverAloud() {
    var paste =
        """
        [ 1.000000] Mem-Info:
        [ 1.000001] Node 0 Normal free:15360kB boost:0kB min:128kB
        [ 1.000002] lowmem_reserve[]: 0 1917 1917
        [ 1.000003] %s
        [ 1.000004] Node 0 hugepages_total=0 hugepages_free=0
        """
            .formatted(logged("Node 0 Normal"));
    assertThat(notes(paste))
        .containsExactly(
            "4 lines that tell of no free blocks are passed over, line 1 the first: \"Mem-Info:\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DMA: 1*4kB (M) 2*8kB",
        "DMA: 1*4kB 2*8kB 3*32kB = 116kB",
        "DMA: 1*64kB 2*128kB 3*256kB = 1088kB",
        "DMA: 1*4kB 2*8kB 3*16kB 1*x = 68kB",
        "Foo: 1*4kB 2*8kB 3*16kB = 68kB",
      })
  void aDamagedLogLineIsRefused(String line) {
    assertThatThrownBy(() -> BuddySnapshot.read(logged("Node 0 Normal") + "\n" + line))
        .hasMessageStartingWith("line 2 ");
  }

  @Test
  void aSumThatIsNotThatOfTheBlocksIsSaid() {
    assertThat(notes(logged("DMA").replaceAll("= .*", "= 80kB")))
        .singleElement()
        .asString()
        .startsWith("line 1 says that 80 KiB are free, but its blocks are");
  }

  private static final String CRASH =
      """
      NODE
        0
      ZONE  NAME        SIZE    FREE      MEM_MAP       START_PADDR  START_MAPNR
        0   DMA         4096    3840  ffffea0000000040       1000           1
      AREA    SIZE  FREE_AREA_STRUCT  BLOCKS  PAGES
        0       4k  ffff88013ffd9068       2      2
        1       8k  ffff88013ffd90d0       1      2
        2      16k  ffff88013ffd9138       0      0
      ZONE  NAME        SIZE    FREE      MEM_MAP       START_PADDR  START_MAPNR
        1   Normal      4096    3840  ffffea0000000040       1000           1
      AREA    SIZE  FREE_AREA_STRUCT  BLOCKS  PAGES
        0       4k  ffff88013ffd9068       7      7
        1       8k  ffff88013ffd90d0       8     16
        2      16k  ffff88013ffd9138       9     36
      ZONE  NAME        SIZE    FREE      MEM_MAP       START_PADDR  START_MAPNR
        2   Movable        0       0                  0          0           0
      """;

  @Test
  void theTableOfACrashDumpIsRead() {
    assertThat(Arrays.copyOf(normal(CRASH), 4)).containsExactly(7, 8, 9, 0);
    assertThat(BuddySnapshot.read(CRASH).free().freePages(Zone.DMA)).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9     35", "9     xx"})
  void aDamagedTableOfACrashDumpIsRefused(String wrong) {
    assertThatThrownBy(() -> BuddySnapshot.read(CRASH.replace("9     36", wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line ");
  }

  @Test
  void aTableWithoutTheWordsOfTheKernelIsRead() {
    var paste =
        """
        Node ID  Zone     Order 0 1 2
        Node 0   DMA            2        1        0
        Node 0   Normal         7        8        9
        """;
    assertThat(Arrays.copyOf(normal(paste), 4)).containsExactly(7, 8, 9, 0);
    assertThat(notes(paste)).anyMatch(note -> note.startsWith("1 lines that tell"));
  }

  @Test
  void aZoneBelow4GibOfAnotherMachineCountsAsDma32() {
    var board =
        BuddySnapshot.read("Node 0, zone DMA 0 0 0 0 0 0 0 0 0 0 20").on(MemoryLayout.x86(2 * GIB));
    assertThat(board.free().zones()).containsExactly(Zone.DMA32);
    assertThat(board.notes()).singleElement().asString().startsWith("zone DMA has more free");
    var small =
        BuddySnapshot.read("Node 0, zone Normal 0 0 0 0 0 0 0 0 0 0 20")
            .on(MemoryLayout.x86(2 * GIB));
    assertThat(small.free().freeBlocks(Zone.DMA32)[10]).isEqualTo(20);
    assertThat(small.notes()).singleElement().asString().contains("lies below 4 GiB");
  }

  @Test
  void zonesOfX86StayWhatTheyAre() {
    var paste = LOWEST + "Node 0, zone Normal 0 0 0 0 0 0 0 0 0 0 20";
    assertThat(BuddySnapshot.read(paste).on(MemoryLayout.x86(16 * GIB)).free().zones())
        .containsExactly(Zone.DMA, Zone.NORMAL);
  }
}
