package swiotlb.time.akka;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorRef;
import akka.dispatch.Envelope;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import swiotlb.time.ConcurrentHooks;
import swiotlb.time.Disturbance;
import swiotlb.time.Handling;
import swiotlb.time.Inbox;
import swiotlb.time.Sent;

class ConcurrentMailboxTest {
  private static final ActorRef NOBODY = ActorRef.noSender();

  /** An engine that only hears of lost messages. */
  private static final class Hooks implements ConcurrentHooks {
    final List<Sent> lost = new CopyOnWriteArrayList<>();
    private final AtomicLong lastId = new AtomicLong();

    @Override
    public Disturbance disturbance() {
      return Disturbance.NONE;
    }

    @Override
    public Handling current() {
      return null;
    }

    @Override
    public boolean isTracing() {
      return true;
    }

    @Override
    public void queued(Inbox mailbox, int messages) {}

    @Override
    public Sent stamp(String to, Object message, int queued) {
      return new Sent(lastId.incrementAndGet(), 0, -1, 0, queued, "", to, message);
    }

    @Override
    public void opened(Inbox mailbox) {}

    @Override
    public void closed(Inbox mailbox) {}

    @Override
    public void enter(Handling start) {}

    @Override
    public void leave() {}

    @Override
    public long begin(Sent sent, Handling message) {
      return 0;
    }

    @Override
    public void end(Sent sent, long beganNs, Handling start) {}

    @Override
    public void undelivered(Sent sent) {
      lost.add(sent);
    }

    @Override
    public void lost(String to, Object message) {}

    @Override
    public Runnable continued(Runnable task) {
      return task;
    }
  }

  @Test
  void aMessageThatRacesWithTheEndOfItsReceiverIsToldOnce() throws InterruptedException {
    var rounds = 3_000;
    var hooks = new Hooks();
    var given = new ConcurrentMailbox(hooks, "");
    var receiver = new AtomicReference<ConcurrentMailbox>();
    var sent = new AtomicInteger();
    var sender =
        new Thread(
            () -> {
              for (var round = 0; round < rounds; round++) {
                var mailbox = receiver.getAndSet(null);
                while (mailbox == null) {
                  Thread.onSpinWait();
                  mailbox = receiver.getAndSet(null);
                }
                mailbox.enqueue(NOBODY, Envelope.apply("late", NOBODY));
                sent.incrementAndGet();
              }
            });
    sender.start();
    for (var round = 0; round < rounds; round++) {
      var mailbox = new ConcurrentMailbox(hooks, "/user/late");
      receiver.set(mailbox);
      for (var wait = round % 64; wait > 0; wait--) {
        Thread.onSpinWait();
      }
      mailbox.cleanUp(NOBODY, given);
      while (sent.get() <= round) {
        Thread.onSpinWait();
      }
      assertThat(mailbox.hasMessages()).as("round " + round).isFalse();
    }
    sender.join();
    assertThat(hooks.lost).hasSize(rounds);
    assertThat(given.numberOfMessages()).isEqualTo(rounds);
  }
}
