package swiotlb.actor.memory;

import akka.actor.typed.ActorRef;
import java.util.Optional;
import swiotlb.actor.memory.PageAllocator.AllocateContiguous;
import swiotlb.actor.memory.PageAllocator.AllocateObject;
import swiotlb.actor.memory.PageAllocator.AllocatePages;
import swiotlb.actor.memory.PageAllocator.FreeContiguous;
import swiotlb.actor.memory.PageAllocator.FreePages;
import swiotlb.actor.memory.PageAllocator.KernelObject;
import swiotlb.actor.memory.PageAllocator.ObjectGranted;
import swiotlb.actor.memory.PageAllocator.PagesGranted;
import swiotlb.kernel.page.PoolQuest;

/**
 * Asks a page allocator, and in encrypted memory the hypervisor, what a {@link PoolQuest} says is
 * next, and tells it the answers.
 */
public final class QuestRunner {

  /**
   * Whom a quest asks.
   *
   * @param encryption absent if memory is not encrypted
   */
  public record Sources(
      ActorRef<PageAllocator.Command> pages,
      ActorRef<PageAllocator.Reply> pagesReplyTo,
      Optional<ActorRef<Encryption.Command>> encryption,
      ActorRef<Encryption.Reply> encryptionReplyTo) {

    /** Asks the hypervisor to share pages. */
    public void decrypt(long quest, long address, int count) {
      hypervisor().tell(new Encryption.Decrypt(quest, address, count, encryptionReplyTo));
    }

    /** Asks the hypervisor to make pages private again. */
    public void encrypt(long quest, long address, int count) {
      hypervisor().tell(new Encryption.Encrypt(quest, address, count, encryptionReplyTo));
    }

    private ActorRef<Encryption.Command> hypervisor() {
      return encryption.orElseThrow(
          () ->
              new IllegalStateException("pages are to be shared in memory that is not encrypted"));
    }
  }

  private final PoolQuest quest;
  private final long number;
  private final boolean mayWait;
  private final Sources sources;

  /**
   * A quest that has not begun.
   *
   * @param number by which its owner knows it
   * @param mayWait whether it is undertaken in process context
   */
  public QuestRunner(PoolQuest quest, long number, boolean mayWait, Sources sources) {
    this.quest = quest;
    this.number = number;
    this.mayWait = mayWait;
    this.sources = sources;
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
    while (quest.step() == PoolQuest.Step.RETURN_PAGES) {
      sources.pages.tell(
          quest.isContiguous()
              ? new FreeContiguous(quest.address(), quest.pages())
              : new FreePages(quest.address(), quest.order()));
      quest.granted();
    }
    var replyTo = sources.pagesReplyTo;
    switch (quest.step()) {
      case DESCRIPTOR -> ask(new AllocateObject(number, KernelObject.POOL_DESCRIPTOR, replyTo));
      case SLOT_TABLE -> ask(new AllocateObject(number, KernelObject.SLOT_TABLE, replyTo));
      case PAGES -> ask(pageQuestion(replyTo));
      case DECRYPT -> sources.decrypt(number, quest.address(), pages());
      case ENCRYPT_AGAIN -> sources.encrypt(number, quest.address(), pages());
      case RETURN_PAGES, DONE, FAILED -> {
        return true;
      }
    }
    return false;
  }

  private PageAllocator.Command pageQuestion(ActorRef<PageAllocator.Reply> replyTo) {
    return quest.isContiguous()
        ? new AllocateContiguous(number, quest.pages(), replyTo)
        : new AllocatePages(number, quest.order(), quest.zone(), mayWait, replyTo);
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

  /**
   * Takes an answer of the hypervisor and goes on.
   *
   * @return whether the quest has ended
   */
  public boolean answered(Encryption.Reply reply) {
    if (reply instanceof Encryption.Changed) {
      quest.granted();
    } else {
      quest.refused();
    }
    return proceed();
  }

  private int pages() {
    return quest.pages();
  }

  private void ask(PageAllocator.Command question) {
    sources.pages.tell(question);
  }
}
