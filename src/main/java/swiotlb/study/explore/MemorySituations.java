package swiotlb.study.explore;

import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.time.Sent;

/** Situations of memory that is had without waiting. */
final class MemorySituations {
  private MemorySituations() {}

  static Situation.Seeing transientInGrace() {
    return new Situation.Seeing() {
      private int inGrace;

      @Override
      public boolean sees(Sent sent, long atNs) {
        if (sent.message() instanceof AtomicPool.Release) {
          inGrace++;
        } else if (sent.message() instanceof AtomicPool.Unread) {
          inGrace--;
        }
        return inGrace > 0 && sent.message() instanceof AtomicPool.Take;
      }
    };
  }

  /** The worker is known by its questions, whose numbers lie below those of mappings. */
  static Situation.Seeing shortWhileExpanding() {
    return new Situation.Seeing() {
      private static final long NO_QUESTION = Long.MAX_VALUE;

      private long sinceMessage = NO_QUESTION;

      @Override
      public boolean sees(Sent sent, long atNs) {
        var message = sent.message();
        if (isWorkersQuestion(message)) {
          sinceMessage = sent.id();
        } else if ((message instanceof PageAllocator.Reply reply && reply.quest() < 0)
            || (message instanceof Encryption.Reply changed && changed.quest() < 0)) {
          sinceMessage = NO_QUESTION;
        }
        return sent.id() > sinceMessage
            && (message instanceof AtomicPool.Refused || message instanceof AtomicPool.Exhausted);
      }
    };
  }

  private static boolean isWorkersQuestion(Object message) {
    return (message instanceof PageAllocator.AllocatePages pages && pages.quest() < 0)
        || (message instanceof PageAllocator.AllocateContiguous region && region.quest() < 0)
        || (message instanceof Encryption.Decrypt share && share.quest() < 0);
  }
}
