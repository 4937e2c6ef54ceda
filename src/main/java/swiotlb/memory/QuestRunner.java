package swiotlb.memory;

import akka.actor.typed.ActorRef;
import swiotlb.memory.PageAllocator.AllocateObject;
import swiotlb.memory.PageAllocator.AllocatePages;
import swiotlb.memory.PageAllocator.FreePages;
import swiotlb.memory.PageAllocator.KernelObject;
import swiotlb.memory.PageAllocator.ObjectGranted;
import swiotlb.memory.PageAllocator.PagesGranted;
import swiotlb.slot.PoolQuest;

/** Asks a page allocator what a {@link PoolQuest} says is next, and tells it the answers. */
public final class QuestRunner {
  private final PoolQuest quest;
  private final long number;
  private final boolean mayWait;
  private final ActorRef<PageAllocator.Command> pages;
  private final ActorRef<PageAllocator.Reply> replyTo;

  /**
   * A quest that has not begun.
   *
   * @param number by which its owner knows it
   * @param mayWait whether it is undertaken in process context
   */
  public QuestRunner(
      PoolQuest quest,
      long number,
      boolean mayWait,
      ActorRef<PageAllocator.Command> pages,
      ActorRef<PageAllocator.Reply> replyTo) {
    this.quest = quest;
    this.number = number;
    this.mayWait = mayWait;
    this.pages = pages;
    this.replyTo = replyTo;
  }

  /** The quest. */
  public PoolQuest quest() {
    return quest;
  }

  /**
   * Goes on until an answer is needed or the quest has ended.
   *
   * @return whether it has ended
   */
  public boolean proceed() {
    while (true) {
      switch (quest.step()) {
        case DESCRIPTOR -> {
          return ask(new AllocateObject(number, KernelObject.POOL_DESCRIPTOR, replyTo));
        }
        case SLOT_TABLE -> {
          return ask(new AllocateObject(number, KernelObject.SLOT_TABLE, replyTo));
        }
        case PAGES -> {
          return ask(new AllocatePages(number, quest.order(), quest.zone(), mayWait, replyTo));
        }
        case RETURN_PAGES -> {
          pages.tell(new FreePages(quest.address(), quest.order()));
          quest.granted();
        }
        case DECRYPT, ENCRYPT_AGAIN ->
            throw new IllegalStateException("nobody changes page states for this quest");
        case DONE, FAILED -> {
          return true;
        }
      }
    }
  }

  /**
   * Takes an answer and goes on.
   *
   * @return whether the quest has ended
   */
  public boolean answered(PageAllocator.Reply reply) {
    if (reply instanceof PagesGranted granted) {
      quest.granted(granted.address());
    } else if (reply instanceof ObjectGranted) {
      quest.granted();
    } else {
      quest.refused();
    }
    return proceed();
  }

  private boolean ask(PageAllocator.Command question) {
    pages.tell(question);
    return false;
  }
}
