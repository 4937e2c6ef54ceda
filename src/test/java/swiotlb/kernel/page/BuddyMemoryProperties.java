package swiotlb.kernel.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import swiotlb.kernel.slot.PoolGeometry;

/** What holds for all sequences of requests, against a model that knows single pages only. */
class BuddyMemoryProperties {
  private static final int MODEL_PAGES = 40 * 256;

  record Block(long address, int order) {}

  /**
   * Free pages of one zone. What the free lists of a buddy allocator hold follows from them: a free
   * block is one that is free as a whole and lies within no larger such block.
   */
  private static final class Pages {
    private final boolean[] free = new boolean[MODEL_PAGES];
    private final int total;

    Pages(int from, int end, List<PoolGeometry> taken) {
      for (var page = from; page < end; page++) {
        var at = page * 4096L;
        free[page] =
            taken.stream().noneMatch(t -> t.start() < at + 4096 && at < t.start() + t.bytes());
      }
      total = free();
    }

    int free() {
      return (int) IntStream.range(0, MODEL_PAGES).filter(page -> free[page]).count();
    }

    private boolean isFree(int page, int order) {
      for (var i = page; i < page + (1 << order); i++) {
        if (i >= MODEL_PAGES || !free[i]) {
          return false;
        }
      }
      return true;
    }

    List<List<Integer>> blocks() {
      var blocks = new ArrayList<List<Integer>>();
      for (var order = 0; order <= 10; order++) {
        blocks.add(new ArrayList<>());
      }
      for (var page = 0; page < MODEL_PAGES; ) {
        if (!free[page]) {
          page++;
          continue;
        }
        var order = 0;
        while (order < 10 && page % (2 << order) == 0 && isFree(page, order + 1)) {
          order++;
        }
        blocks.get(order).add(page);
        page += 1 << order;
      }
      return blocks;
    }

    long take(int order) {
      var blocks = blocks();
      for (var o = order; o <= 10; o++) {
        if (!blocks.get(o).isEmpty()) {
          var page = blocks.get(o).get(0);
          set(page, order, false);
          return page * 4096L;
        }
      }
      return -1;
    }

    void set(int page, int order, boolean isFree) {
      for (var i = page; i < page + (1 << order); i++) {
        free[i] = isFree;
      }
    }

    long[] counts() {
      return blocks().stream().mapToLong(List::size).toArray();
    }
  }

  @Property(tries = 150)
  void handsOutWhatAModelOfPagesDoes(@ForAll long seed, @ForAll @IntRange(max = 4) int ranges) {
    var random = new SplittableRandom(seed);
    var memoryPages = 2048 + random.nextInt(MODEL_PAGES - 2048);
    var dmaPages = 256 + random.nextInt(memoryPages - 256);
    var taken = new ArrayList<PoolGeometry>();
    for (var i = 0; i < ranges; i++) {
      var slots = 1 + random.nextInt(4000);
      taken.add(new PoolGeometry(random.nextInt(MODEL_PAGES) * 4096L, slots, 1));
    }
    var memory = BuddyMemory.of(memoryPages * 4096L, dmaPages * 4096L - 1, taken, 0, 0);
    var dma = new Pages(256, dmaPages, taken);
    var dma32 = new Pages(dmaPages, memoryPages, taken);
    var live = new ArrayList<Block>();
    for (var i = 0; i < 200; i++) {
      var isAsking = live.isEmpty() || random.nextInt(100) < 55;
      var zone = isAsking && random.nextBoolean() ? Zone.DMA : Zone.DMA32;
      if (isAsking) {
        var order = random.nextInt(random.nextBoolean() ? 3 : 11);
        ask(memory, zone, order, dma, dma32, live);
      } else {
        var block = live.remove(random.nextInt(live.size()));
        memory.free(block.address, block.order);
        var page = (int) (block.address / 4096);
        (page < dmaPages ? dma : dma32).set(page, block.order, true);
      }
    }
    assertThat(memory.freeBlocks().freeBlocks(Zone.DMA)).isEqualTo(dma.counts());
    assertThat(memory.freeBlocks().freeBlocks(Zone.DMA32)).isEqualTo(dma32.counts());
  }

  private static void ask(
      BuddyMemory memory, Zone zone, int order, Pages dma, Pages dma32, List<Block> live) {
    var got = memory.allocate(order, zone, true);
    var at = zone == Zone.DMA32 ? dma32.take(order) : -1;
    var keep = zone == Zone.DMA32 ? dma32.total / 256 : 0;
    if (at < 0 && dma.free() - (1 << order) >= keep) {
      at = dma.take(order);
    }
    assertThat(got == null ? -1 : got).isEqualTo(at);
    if (got != null) {
      live.add(new Block(got, order));
    }
  }
}
