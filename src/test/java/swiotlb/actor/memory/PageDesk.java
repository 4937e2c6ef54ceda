package swiotlb.actor.memory;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import java.util.List;
import swiotlb.actor.memory.PageAllocator.AllocateContiguous;
import swiotlb.actor.memory.PageAllocator.AllocateObject;
import swiotlb.actor.memory.PageAllocator.AllocatePages;
import swiotlb.actor.memory.PageAllocator.ObjectGranted;
import swiotlb.actor.memory.PageAllocator.PagesGranted;
import swiotlb.actor.memory.PageAllocator.Refused;

/** A page allocator whose answers a test gives by hand, one after the other. */
public final class PageDesk {
  private final TestInbox<PageAllocator.Command> inbox = TestInbox.create("pages");

  /** Where questions go. */
  public ActorRef<PageAllocator.Command> ref() {
    return inbox.getRef();
  }

  /** The next question. */
  public PageAllocator.Command next() {
    return inbox.receiveMessage();
  }

  /** The next question, which must be one for pages. */
  public AllocatePages pagesQuestion() {
    return (AllocatePages) next();
  }

  /** The next question, which must be one for contiguous pages. */
  public AllocateContiguous contiguousQuestion() {
    return (AllocateContiguous) next();
  }

  /** All questions that wait. */
  public List<PageAllocator.Command> questions() {
    return inbox.getAllReceived();
  }

  /** Answers the next question, which must be one for an object. */
  public void grantObject(BehaviorTestKit<?> asker) {
    var question = (AllocateObject) next();
    question.replyTo().tell(new ObjectGranted(question.quest()));
    asker.runOne();
  }

  /** Answers the next question, which must be one for pages. */
  public void grantPages(BehaviorTestKit<?> asker, long address) {
    var question = pagesQuestion();
    question.replyTo().tell(new PagesGranted(question.quest(), address));
    asker.runOne();
  }

  /** Answers the next question, which must be one for contiguous pages. */
  public void grantContiguous(BehaviorTestKit<?> asker, long address) {
    var question = contiguousQuestion();
    question.replyTo().tell(new PagesGranted(question.quest(), address));
    asker.runOne();
  }

  /** Refuses what is asked for next, whatever it is. */
  public void refuse(BehaviorTestKit<?> asker) {
    var question = next();
    if (question instanceof AllocatePages pages) {
      pages.replyTo().tell(new Refused(pages.quest()));
    } else if (question instanceof AllocateContiguous contiguous) {
      contiguous.replyTo().tell(new Refused(contiguous.quest()));
    } else {
      var object = (AllocateObject) question;
      object.replyTo().tell(new Refused(object.quest()));
    }
    asker.runOne();
  }
}
