package swiotlb.time.akka;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.dispatch.MailboxType;
import akka.dispatch.MessageQueue;
import akka.dispatch.ProducesMessageQueue;
import com.typesafe.config.Config;
import scala.Option;
import swiotlb.time.ConcurrentHooks;
import swiotlb.time.Engines;

/** Makes the mailboxes of an actor system on real threads; named in its configuration. */
public final class ConcurrentMailboxType
    implements MailboxType, ProducesMessageQueue<MessageQueue> {
  private final ConcurrentHooks time;

  /** Called by Akka. */
  public ConcurrentMailboxType(ActorSystem.Settings settings, Config config) {
    this.time = Engines.of(settings.config(), ConcurrentHooks.class);
  }

  @Override
  public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
    var path = owner.isEmpty() ? "" : owner.get().path().toStringWithoutAddress();
    return new ConcurrentMailbox(time, path);
  }
}
