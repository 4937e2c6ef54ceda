package swiotlb.trace.show.export;

import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongArrayQueue;

/**
 * Numbers by number, 0 where none was set or that was long ago: about ten bytes for each where they
 * lie close together, as the numbers of messages do, and bounded whatever is put in. Pages that
 * were begun first are forgotten first.
 */
final class PagedLongs {
  private static final int PAGE_BITS = 4;

  private final int mostPages;
  private final Long2ObjectHashMap<long[]> pages = new Long2ObjectHashMap<>();
  private final LongArrayQueue inOrder = new LongArrayQueue();

  /**
   * An empty one.
   *
   * @param mostPages of 16 numbers each that it remembers
   */
  PagedLongs(int mostPages) {
    this.mostPages = mostPages;
  }

  void set(long index, long value) {
    var number = index >> PAGE_BITS;
    var page = pages.get(number);
    if (page == null) {
      if (pages.size() == mostPages) {
        pages.remove(inOrder.pollLong());
      }
      page = new long[1 << PAGE_BITS];
      pages.put(number, page);
      inOrder.addLong(number);
    }
    page[slot(index)] = value;
  }

  long get(long index) {
    var page = pages.get(index >> PAGE_BITS);
    return page == null ? 0 : page[slot(index)];
  }

  private static int slot(long index) {
    return (int) (index & (1 << PAGE_BITS) - 1);
  }
}
