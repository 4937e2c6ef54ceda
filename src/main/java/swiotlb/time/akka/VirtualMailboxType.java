package swiotlb.time.akka;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.dispatch.MailboxType;
import akka.dispatch.MessageQueue;
import akka.dispatch.ProducesMessageQueue;
import com.typesafe.config.Config;
import scala.Option;
import swiotlb.time.ActorPaths;
import swiotlb.time.Engines;
import swiotlb.time.VirtualHooks;

/** Makes the mailboxes of an actor system in virtual time; named in its configuration. */
public final class VirtualMailboxType implements MailboxType, ProducesMessageQueue<MessageQueue> {
  private static final String GUARDIAN = "/user";

  private final VirtualHooks time;

  /** Called by Akka. */
  public VirtualMailboxType(ActorSystem.Settings settings, Config config) {
    this.time = Engines.of(settings.config(), VirtualHooks.class);
  }

  @Override
  public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
    var path = owner.isEmpty() ? "" : owner.get().path().toStringWithoutAddress();
    // The guardian of the engine is no actor of any simulation.
    var mailbox =
        new VirtualMailbox(
            time,
            owner.isEmpty() ? null : owner.get(),
            path.equals(GUARDIAN) ? "" : ActorPaths.of(path));
    time.opened(mailbox);
    return mailbox;
  }
}
