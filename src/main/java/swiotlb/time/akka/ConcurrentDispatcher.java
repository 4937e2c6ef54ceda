package swiotlb.time.akka;

import akka.actor.ActorCell;
import akka.dispatch.Dispatcher;
import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.Envelope;
import akka.dispatch.Mailbox;
import akka.dispatch.MessageDispatcher;
import akka.dispatch.MessageDispatcherConfigurator;
import com.typesafe.config.Config;
import java.util.concurrent.RejectedExecutionException;
import scala.concurrent.duration.Duration;
import swiotlb.time.ConcurrentHooks;
import swiotlb.time.Engines;

/**
 * Akka's dispatcher on its own threads, except that mailboxes run the turns of their actors: only
 * so is it known what an actor was at when it sent a message, and when it was done.
 */
final class ConcurrentDispatcher extends Dispatcher {
  private final ConcurrentHooks time;

  private ConcurrentDispatcher(Configurator configurator, Config config, ConcurrentHooks time) {
    super(
        configurator,
        config.getString("id"),
        config.getInt("throughput"),
        Duration.Zero(), // A turn ends by the count of its messages, not by a clock.
        configurator.configureExecutor(),
        Duration.fromNanos(config.getDuration("shutdown-timeout").toNanos()));
    this.time = time;
  }

  /** Makes a dispatcher; named in the configuration. */
  public static final class Configurator extends MessageDispatcherConfigurator {
    private final ConcurrentDispatcher dispatcher;

    /** Called by Akka. */
    public Configurator(Config config, DispatcherPrerequisites prerequisites) {
      super(config, prerequisites);
      var time = Engines.of(prerequisites.settings().config(), ConcurrentHooks.class);
      dispatcher = new ConcurrentDispatcher(this, config, time);
    }

    @Override
    public MessageDispatcher dispatcher() {
      return dispatcher;
    }
  }

  @Override
  public void dispatch(ActorCell receiver, Envelope envelope) {
    // Asked once, since an actor that stops changes its mailbox for that of all dead letters.
    var mailbox = receiver.mailbox();
    if (mailbox == mailboxes().deadLetterMailbox()) {
      time.lost(
          receiver.self().path().toStringWithoutAddress(), Wrapped.content(envelope.message()));
    }
    mailbox.enqueue(receiver.self(), envelope);
    registerForExecution(mailbox, true, false);
  }

  @Override
  public boolean registerForExecution(
      Mailbox mailbox, boolean hasMessageHint, boolean hasSystemMessageHint) {
    if (!(mailbox.messageQueue() instanceof ConcurrentMailbox queue)) {
      return super.registerForExecution(mailbox, hasMessageHint, hasSystemMessageHint);
    }
    if (!mailbox.canBeScheduledForExecution(hasMessageHint, hasSystemMessageHint)
        || !mailbox.setAsScheduled()) {
      return false;
    }
    try {
      executeTask(queue.turn(mailbox, eventStream()));
      return true;
    } catch (RejectedExecutionException e) {
      mailbox.setAsIdle();
      throw e;
    }
  }
}
