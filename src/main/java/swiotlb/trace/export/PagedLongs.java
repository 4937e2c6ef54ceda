package swiotlb.trace.export;

import org.agrona.collections.Long2ObjectHashMap;

/**
 * Numbers by number, 0 where none was set: eight bytes for each where they lie close together, as
 * the numbers of messages do.
 */
final class PagedLongs {
  private static final int PAGE_BITS = 10;

  private final Long2ObjectHashMap<long[]> pages = new Long2ObjectHashMap<>();

  void set(long index, long value) {
    pages.computeIfAbsent(index >> PAGE_BITS, page -> new long[1 << PAGE_BITS])[slot(index)] =
        value;
  }

  long get(long index) {
    var page = pages.get(index >> PAGE_BITS);
    return page == null ? 0 : page[slot(index)];
  }

  private static int slot(long index) {
    return (int) (index & (1 << PAGE_BITS) - 1);
  }
}
