package swiotlb.time;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.dispatch.MailboxType;
import akka.dispatch.MessageQueue;
import akka.dispatch.ProducesMessageQueue;
import com.typesafe.config.Config;
import scala.Option;

/** Makes the mailboxes of an actor system in virtual time; named in its configuration. */
public final class VirtualMailboxType implements MailboxType, ProducesMessageQueue<MessageQueue> {
  private final VirtualTime time;

  /** Called by Akka. */
  public VirtualMailboxType(ActorSystem.Settings settings, Config config) {
    this.time = Engines.of(settings.config(), VirtualTime.class);
  }

  @Override
  public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
    return time.mailbox(owner.isEmpty() ? "" : owner.get().path().toStringWithoutAddress());
  }
}
