package swiotlb.kernel.page;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.Slots;

/**
 * The coherent atomic pool of one zone: pages that were decrypted in advance, so that they can be
 * had without waiting (specification, section 5).
 *
 * <p>It consists of chunks, of which the newest is searched first. A block begins in the first
 * place of a chunk where it fits, at a multiple, counted from the start of the chunk, of the power
 * of two that covers it. A search is linear in the pages. The pool grows and never shrinks. Not
 * thread-safe.
 */
public final class CoherentPool {
  private static final long MEMORY_PER_BYTE = (1L << 30) / (128 << 10);
  private static final long MIN_BYTES = 128 << 10;
  private static final long MAX_BYTES = (long) Slots.PAGE_BYTES << Slots.MAX_PAGE_ORDER;
  private static final int ANY_ALIGNMENT = 30;

  private record Chunk(long start, FirstFit pages) {
    long address(int page) {
      return start + (long) page * Slots.PAGE_BYTES;
    }

    boolean contains(long address) {
      return address >= start && address < address(pages.pages());
    }
  }

  private final int configuredPages;
  private final Deque<Chunk> newestFirst = new ArrayDeque<>();
  private long usedBytes;
  private long hiwaterBytes;

  /**
   * A pool without memory.
   *
   * @param configuredBytes the least that should be left in it, rounded up to pages
   * @throws IllegalArgumentException if that is negative or 2^42 or more
   */
  public CoherentPool(long configuredBytes) {
    if (configuredBytes < 0 || configuredBytes >= 1L << 42) {
      throw new IllegalArgumentException(
          "a coherent pool cannot have " + configuredBytes + " bytes");
    }
    this.configuredPages = (int) ((configuredBytes + Slots.PAGE_BYTES - 1) / Slots.PAGE_BYTES);
  }

  /** The size where nothing is configured: 128 KiB per GiB of RAM, from 128 KiB to 4 MiB. */
  public static long defaultBytes(long memoryBytes) {
    var pages = memoryBytes / Slots.PAGE_BYTES / MEMORY_PER_BYTE;
    return Math.max(MIN_BYTES, Math.min(MAX_BYTES, pages * Slots.PAGE_BYTES));
  }

  /**
   * Adds decrypted memory.
   *
   * @param address a multiple of a page
   * @param pages how many, at least 1
   */
  public void addChunk(long address, int pages) {
    newestFirst.addFirst(new Chunk(address, new FirstFit(pages, ANY_ALIGNMENT)));
  }

  /**
   * Takes pages without waiting. The first block found is the only one that is considered: if it
   * lies too high, the request is refused, even if another chunk could serve it.
   *
   * @param pages how many, at least 1
   * @param limit the highest address that their last byte may have
   * @return their address, or null if they do not fit or lie too high
   */
  public @Nullable Long take(int pages, long limit) {
    for (var chunk : newestFirst) {
      var at = chunk.pages.find(pages);
      if (at != FirstFit.NOT_FOUND) {
        var last = chunk.address(at + pages) - 1;
        return Long.compareUnsigned(last, limit) <= 0 ? take(chunk, pages) : null;
      }
    }
    return null;
  }

  private long take(Chunk chunk, int pages) {
    usedBytes += (long) pages * Slots.PAGE_BYTES;
    hiwaterBytes = Math.max(hiwaterBytes, usedBytes);
    return chunk.address(chunk.pages.take(pages));
  }

  /**
   * Takes pages back.
   *
   * @throws IllegalArgumentException if just these were not handed out
   */
  public void release(long address, int pages) {
    for (var chunk : newestFirst) {
      var offset = address - chunk.start;
      if (chunk.contains(address)
          && offset % Slots.PAGE_BYTES == 0
          && chunk.pages.release((int) (offset / Slots.PAGE_BYTES), pages)) {
        usedBytes -= (long) pages * Slots.PAGE_BYTES;
        return;
      }
    }
    throw new IllegalArgumentException(
        "the coherent pool did not hand out %d pages at 0x%x".formatted(pages, address));
  }

  /** Whether an address lies in one of its chunks. */
  public boolean contains(long address) {
    return newestFirst.stream().anyMatch(chunk -> chunk.contains(address));
  }

  /** Pages that are free. */
  public long freePages() {
    return newestFirst.stream().mapToLong(chunk -> chunk.pages.freePages()).sum();
  }

  /** Pages that it has. */
  public long sizePages() {
    return newestFirst.stream().mapToLong(chunk -> chunk.pages.pages()).sum();
  }

  /** Bytes in use. */
  public long usedBytes() {
    return usedBytes;
  }

  /** The most bytes that were ever in use. */
  public long hiwaterBytes() {
    return hiwaterBytes;
  }

  /** Whether less is left than is configured. */
  public boolean wantsMore() {
    return freePages() < configuredPages;
  }

  /**
   * The page order of its next chunk: it covers the present size, so that the pool doubles, but is
   * at most 10, 4 MiB. Where there is nothing yet it covers the configured size.
   */
  public int expansionOrder() {
    var pages = sizePages() > 0 ? sizePages() : Math.max(1, configuredPages);
    return Math.min(Slots.MAX_PAGE_ORDER, Slots.orderOfPages(pages));
  }
}
