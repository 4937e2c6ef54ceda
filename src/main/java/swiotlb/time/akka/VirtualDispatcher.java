package swiotlb.time.akka;

import akka.actor.ActorCell;
import akka.dispatch.Dispatcher;
import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.Envelope;
import akka.dispatch.Mailbox;
import akka.dispatch.MessageDispatcher;
import akka.dispatch.MessageDispatcherConfigurator;
import akka.dispatch.TaskInvocation;
import akka.dispatch.sysmsg.SystemMessage;
import com.typesafe.config.Config;
import java.util.concurrent.ExecutorService;
import scala.concurrent.duration.Duration;
import swiotlb.time.ActorPaths;
import swiotlb.time.Engines;
import swiotlb.time.VirtualHooks;

/**
 * Gives actors that have something to do their turns in virtual time, without the threads of Akka's
 * own dispatcher and its precautions against them.
 */
final class VirtualDispatcher extends Dispatcher {
  private final VirtualHooks time;

  private VirtualDispatcher(Configurator configurator, String id, VirtualHooks time) {
    super(
        configurator,
        id,
        1,
        Duration.Zero(),
        (name, threads) -> VirtualDispatcher::noThreads,
        Duration.create(1, "ms"));
    this.time = time;
  }

  /** Makes a dispatcher; named in the configuration. */
  public static final class Configurator extends MessageDispatcherConfigurator {
    private final VirtualDispatcher dispatcher;

    /** Called by Akka. */
    public Configurator(Config config, DispatcherPrerequisites prerequisites) {
      super(config, prerequisites);
      var time = Engines.of(prerequisites.settings().config(), VirtualHooks.class);
      time.use(new VirtualParts());
      dispatcher = new VirtualDispatcher(this, config.getString("id"), time);
    }

    @Override
    public MessageDispatcher dispatcher() {
      return dispatcher;
    }
  }

  private static ExecutorService noThreads() {
    throw new IllegalStateException("virtual time has no threads");
  }

  @Override
  public void dispatch(ActorCell receiver, Envelope envelope) {
    var mailbox = receiver.mailbox();
    if (mailbox == mailboxes().deadLetterMailbox()) {
      time.lost(
          ActorPaths.of(receiver.self().path().toStringWithoutAddress()),
          Wrapped.content(envelope.message()));
    }
    mailbox.enqueue(receiver.self(), envelope);
    registerForExecution(mailbox, true, false);
  }

  @Override
  public void systemDispatch(ActorCell receiver, SystemMessage message) {
    var mailbox = receiver.mailbox();
    mailbox.systemEnqueue(receiver.self(), message);
    registerForExecution(mailbox, false, true);
  }

  @Override
  public boolean registerForExecution(
      Mailbox mailbox, boolean hasMessageHint, boolean hasSystemMessageHint) {
    return mailbox.messageQueue() instanceof VirtualMailbox queue
        && !queue.hasTurn()
        && mailbox.canBeScheduledForExecution(hasMessageHint, hasSystemMessageHint)
        && queue.takeTurn(mailbox);
  }

  @Override
  public void executeTask(TaskInvocation task) {
    time.execute(task);
  }

  @Override
  public void shutdown() {
    // There is nothing to shut down.
  }
}
