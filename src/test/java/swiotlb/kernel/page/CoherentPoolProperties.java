package swiotlb.kernel.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for all sequences of requests, against a model that looks at page after page. */
class CoherentPoolProperties {
  record Block(long address, int pages) {}

  /** A chunk, in which a page is used or not. */
  private static final class Chunk {
    private final long start;
    private final boolean[] used;

    Chunk(long start, int pages) {
      this.start = start;
      this.used = new boolean[pages];
    }

    int find(int pages) {
      var align = 1;
      while (align < pages) {
        align *= 2;
      }
      for (var at = 0; at + pages <= used.length; at += align) {
        if (isFree(at, pages)) {
          return at;
        }
      }
      return -1;
    }

    boolean isFree(int at, int pages) {
      for (var i = at; i < at + pages; i++) {
        if (used[i]) {
          return false;
        }
      }
      return true;
    }
  }

  private static long take(List<Chunk> newestFirst, int pages, long limit) {
    for (var chunk : newestFirst) {
      var at = chunk.find(pages);
      if (at >= 0) {
        var address = chunk.start + at * 4096L;
        if (address + pages * 4096L - 1 > limit) {
          return -1;
        }
        Arrays.fill(chunk.used, at, at + pages, true);
        return address;
      }
    }
    return -1;
  }

  private static void release(List<Chunk> chunks, Block block) {
    for (var chunk : chunks) {
      var at = (int) ((block.address - chunk.start) / 4096);
      if (block.address >= chunk.start && at < chunk.used.length) {
        Arrays.fill(chunk.used, at, at + block.pages, false);
      }
    }
  }

  @Property(tries = 300)
  void handsOutWhatAModelOfPagesDoes(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    var pool = new CoherentPool(20 * 4096);
    var chunks = new ArrayList<Chunk>();
    var live = new ArrayList<Block>();
    for (var i = 0; i < 300; i++) {
      var dice = random.nextInt(100);
      if (dice < 3 || chunks.isEmpty()) {
        var start = 0x1000_0000L + random.nextInt(4) * 0x10_0000L + chunks.size() * 0x100_0000L;
        var pages = 1 + random.nextInt(200);
        pool.addChunk(start, pages);
        chunks.add(0, new Chunk(start, pages));
      } else if (dice < 45 && !live.isEmpty()) {
        var block = live.remove(random.nextInt(live.size()));
        pool.release(block.address, block.pages);
        release(chunks, block);
      } else {
        var pages = 1 + random.nextInt(random.nextBoolean() ? 4 : 60);
        var limit = random.nextInt(4) == 0 ? 0x1100_0000L + random.nextInt(0x400_0000) : 1L << 40;
        var got = pool.take(pages, limit);
        assertThat(got == null ? -1 : got).isEqualTo(take(chunks, pages, limit));
        if (got != null) {
          live.add(new Block(got, pages));
        }
      }
      agree(pool, chunks, live);
    }
  }

  private static void agree(CoherentPool pool, List<Chunk> chunks, List<Block> live) {
    var size = chunks.stream().mapToInt(chunk -> chunk.used.length).sum();
    var used = live.stream().mapToInt(Block::pages).sum();
    assertThat(pool.sizePages()).isEqualTo(size);
    assertThat(pool.freePages()).isEqualTo(size - used);
    assertThat(pool.usedBytes()).isEqualTo(used * 4096L);
    assertThat(pool.hiwaterBytes()).isGreaterThanOrEqualTo(pool.usedBytes());
    assertThat(pool.wantsMore()).isEqualTo(size - used < 20);
  }
}
