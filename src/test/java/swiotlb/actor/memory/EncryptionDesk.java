package swiotlb.actor.memory;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.function.LongFunction;
import swiotlb.actor.memory.Encryption.Decrypt;
import swiotlb.actor.memory.Encryption.Encrypt;

/** A hypervisor whose answers a test gives by hand, one after the other. */
public final class EncryptionDesk {
  private final TestInbox<Encryption.Command> inbox = TestInbox.create("encryption");

  /** Where wishes go. */
  public ActorRef<Encryption.Command> ref() {
    return inbox.getRef();
  }

  /** The next wish, which must be one to share pages. */
  public Decrypt decrypt() {
    return (Decrypt) inbox.receiveMessage();
  }

  /** The next wish, which must be one to make pages private again. */
  public Encrypt encrypt() {
    return (Encrypt) inbox.receiveMessage();
  }

  /** All wishes that wait. */
  public List<Encryption.Command> wishes() {
    return inbox.getAllReceived();
  }

  /** Fulfils the next wish, whatever it is. */
  public void grant(BehaviorTestKit<?> asker) {
    answer(asker, Encryption.Changed::new);
  }

  /** Refuses the next wish, whatever it is. */
  public void refuse(BehaviorTestKit<?> asker) {
    answer(asker, Encryption.NotChanged::new);
  }

  private void answer(BehaviorTestKit<?> asker, LongFunction<Encryption.Reply> answer) {
    var wish = inbox.receiveMessage();
    if (wish instanceof Decrypt decrypt) {
      decrypt.replyTo().tell(answer.apply(decrypt.quest()));
    } else {
      var encrypt = (Encrypt) wish;
      encrypt.replyTo().tell(answer.apply(encrypt.quest()));
    }
    asker.runOne();
  }
}
