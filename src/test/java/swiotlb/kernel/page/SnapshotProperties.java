package swiotlb.kernel.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.text.BuddyInfo;

/** Snapshots of memory in any state fit into a memory of the same size, and stay as they are. */
class SnapshotProperties {
  private static final long MIB = 1L << 20;
  private static final long DMA_ZONE = 0xff_ffffL;

  record Block(long address, int order) {}

  @Property(tries = 100)
  void everyStateOfAMemoryIsAFeasibleSnapshot(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    var bytes = (24 + random.nextInt(200)) * MIB + random.nextInt(256) * 4096L;
    var taken =
        List.of(
            new PoolGeometry(random.nextLong(bytes) & -4096, 1 + random.nextInt(9000), 1),
            new PoolGeometry(random.nextLong(bytes) & -4096, 1 + random.nextInt(900), 1));
    var used = BuddyMemory.of(bytes, DMA_ZONE, taken, 0, 0);
    useAtRandom(used, random);
    var memory = BuddyMemory.of(bytes, DMA_ZONE, taken, 0, 0, used.freeBlocks());
    for (var zone : Zone.values()) {
      assertThat(memory.freeBlocks().freeBlocks(zone))
          .isEqualTo(used.freeBlocks().freeBlocks(zone));
      assertThat(memory.freePages(zone)).isEqualTo(used.freePages(zone));
    }
  }

  @Property(tries = 100)
  void noFreeBlockOfASnapshotMerges(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    var counts = feasible(random, 56);
    var line = LongStream.of(counts).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    var info = BuddyInfo.parse("Node 0, zone DMA32 " + line);
    var memory = BuddyMemory.of(240 * MIB, DMA_ZONE, List.of(), 0, 0, info);
    assertThat(memory.freeBlocks().freeBlocks(Zone.DMA32)).isEqualTo(counts);
    var live = new ArrayList<Block>();
    while (memory.freePages(Zone.DMA32) > 0) {
      var order = random.nextInt(11);
      var at = memory.allocate(order, Zone.DMA32, true);
      if (at != null) {
        live.add(new Block(at, order));
      }
    }
    live.forEach(block -> memory.free(block.address, block.order));
    assertThat(memory.freeBlocks().freeBlocks(Zone.DMA32)).isEqualTo(counts);
  }

  /** Counts that just fit into so many blocks of 4 MiB, or more loosely. */
  private static long[] feasible(SplittableRandom random, int wholeBlocks) {
    var counts = new long[11];
    var room = wholeBlocks;
    var broken = 0;
    for (var order = 10; order >= 0; order--) {
      counts[order] =
          random.nextBoolean() ? random.nextInt(room + 1) : random.nextInt(room / 8 + 1);
      broken += room - (int) counts[order];
      room = broken;
    }
    return counts;
  }

  private static void useAtRandom(BuddyMemory memory, SplittableRandom random) {
    var live = new ArrayList<Block>();
    for (var i = 0; i < 3000; i++) {
      var order = random.nextInt(random.nextBoolean() ? 3 : 9);
      var at = memory.allocate(order, random.nextBoolean() ? Zone.DMA32 : Zone.DMA, true);
      if (at != null) {
        live.add(new Block(at, order));
      }
      if (!live.isEmpty() && random.nextInt(5) < 2) {
        var block = live.remove(random.nextInt(live.size()));
        memory.free(block.address, block.order);
      }
    }
  }
}
