package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import swiotlb.actor.memory.Encryption;
import swiotlb.kernel.slot.Slots;

/** In encrypted memory the first pool is shared with the hypervisor before it is used. */
final class FirstSharing {
  private FirstSharing() {}

  /** Asks for all its pages at once. */
  static void ask(
      ActorRef<Encryption.Command> hypervisor,
      Allocator.FirstPool first,
      ActorRef<Encryption.Reply> replyTo) {
    var pages = (int) (first.geometry().bytes() / Slots.PAGE_BYTES);
    hypervisor.tell(
        new Encryption.Decrypt(first.number(), first.geometry().start(), pages, replyTo));
  }

  /** Whether the hypervisor has agreed. */
  static boolean isGranted(Encryption.Reply reply) {
    return reply instanceof Encryption.Changed;
  }
}
