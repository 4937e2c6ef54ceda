package swiotlb.kernel.bare;

import org.jspecify.annotations.Nullable;
import swiotlb.kernel.page.PageSource;
import swiotlb.kernel.page.PoolQuest;
import swiotlb.kernel.slot.PoolGeometry;

/** Follows a quest for the memory of a pool to its end, at once. */
final class PageQuests {
  private PageQuests() {}

  /**
   * Asks as the quest says.
   *
   * @param mayWait whether the asker is in process context
   * @return the pool, or null if it is not to be had
   * @throws IllegalStateException if the quest is one for encrypted memory
   */
  static @Nullable PoolGeometry pursue(PoolQuest quest, PageSource pages, boolean mayWait) {
    while (true) {
      switch (quest.step()) {
        case DESCRIPTOR -> report(quest, pages.givesDescriptor());
        case SLOT_TABLE -> report(quest, pages.givesSlotTable());
        case RETURN_PAGES -> {
          pages.free(quest.address(), quest.order());
          quest.granted();
        }
        case PAGES -> {
          var at = pages.allocate(quest.order(), quest.zone(), mayWait);
          if (at == null) {
            quest.refused();
          } else {
            quest.granted(at);
          }
        }
        case DECRYPT, ENCRYPT_AGAIN ->
            throw new IllegalStateException("the bare allocator knows no encrypted memory");
        case DONE -> {
          return quest.geometry();
        }
        case FAILED -> {
          return null;
        }
      }
    }
  }

  private static void report(PoolQuest quest, boolean granted) {
    if (granted) {
      quest.granted();
    } else {
      quest.refused();
    }
  }
}
