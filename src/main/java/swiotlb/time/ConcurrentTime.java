package swiotlb.time;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An actor system on real threads, with the same behaviours as in virtual time. Results vary from
 * run to run, as they do in life; what an actor sends while it starts has no sender in the trace.
 * Thread-safe.
 */
public final class ConcurrentTime implements AutoCloseable {
  /** A thread belongs to the dispatcher of one system, so one place for all systems is enough. */
  private static final ThreadLocal<@Nullable InHand> IN_HAND = new ThreadLocal<>();

  private static final int REMEMBERED_ACTORS = 256;

  private final long startNs = System.nanoTime();
  private final long number = Engines.register(this);
  private final AtomicLong lastId = new AtomicLong();
  private final LongAdder deliveries = new LongAdder();
  private volatile LongestMailbox longest = LongestMailbox.NONE;
  private final ConcurrentMap<String, ConcurrentMailbox> mailboxes = new ConcurrentHashMap<>();
  private final Queue<String> stopped = new ConcurrentLinkedQueue<>();
  private final @Nullable MessageSink sink;
  private final AtomicReference<@Nullable RuntimeException> sinkFailure = new AtomicReference<>();
  private final RealTimeline timeline;
  private @Nullable ActorSystem<?> system;

  /** The message that a thread is handling, and since when. */
  private record InHand(Sent sent, long sinceNs) {}

  /**
   * A clock that runs from now.
   *
   * @param delayScale by which delays are multiplied; 0 for none at all
   * @param sink receives every message, or null for none; it is called from many threads
   */
  public ConcurrentTime(double delayScale, @Nullable MessageSink sink) {
    this.timeline = new RealTimeline(this::nowNs, delayScale);
    this.sink = sink;
  }

  /** Starts the actor system of this clock. */
  public <T> ActorSystem<T> start(Function<Timeline, Behavior<T>> guardian, String name) {
    var config =
        ConfigFactory.parseMap(Map.of(Engines.KEY, number))
            .withFallback(VirtualTime.modeConfig("swiotlb.concurrent"))
            .resolve();
    // The guardian may ask for a delay before its system is handed to anybody else.
    var root =
        Behaviors.<T>setup(
            context -> {
              timeline.use(context.getSystem());
              return guardian.apply(timeline);
            });
    var started = ActorSystem.create(root, name, config);
    system = started;
    return started;
  }

  /**
   * Waits for the system to end by itself.
   *
   * @return whether it did before the deadline
   * @throws RuntimeException that the sink has thrown, if it did
   */
  public boolean awaitEnd(Duration deadline) throws InterruptedException {
    throwSinkFailure();
    if (system == null) {
      return true;
    }
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      throwSinkFailure(); // Also one that came with the last messages.
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the actor system ended with an error", e);
    }
  }

  private void throwSinkFailure() {
    var failed = sinkFailure.get();
    if (failed != null) {
      throw failed;
    }
  }

  /** Nanoseconds since the clock was made. */
  public long nowNs() {
    return System.nanoTime() - startNs;
  }

  /** Messages handled so far by the actors of the simulation. */
  public long deliveries() {
    return deliveries.sum();
  }

  /** The longest mailbox of the actors of the simulation so far. */
  public LongestMailbox longestMailbox() {
    return longest;
  }

  void queued(ConcurrentMailbox mailbox, int messages) {
    if (messages > longest.messages() && mailbox.isOfTheSimulation()) {
      lengthen(new LongestMailbox(mailbox.path(), messages));
    }
  }

  private synchronized void lengthen(LongestMailbox other) {
    longest = longest.longer(other);
  }

  /** The message that each actor handled last, by the actor's path. */
  public Map<String, Object> lastMessages() {
    var unwrapped = new TreeMap<String, Object>();
    mailboxes.forEach((path, mailbox) -> unwrapped.put(path, mailbox.lastMessage()));
    return unwrapped;
  }

  /** Ends the actor system, whatever it was doing. */
  @Override
  public void close() {
    if (system != null) {
      system.terminate();
    }
    Engines.remove(number);
  }

  /** Numbers a message that is sent now. */
  Sent stamp(String to, Object message, int queued) {
    var inHand = IN_HAND.get();
    var cause = inHand == null ? null : inHand.sent;
    var ofCause = cause == null ? MessageSink.UNCORRELATED : cause.correlation();
    return new Sent(
        lastId.incrementAndGet(),
        cause == null ? 0 : cause.id(),
        sink == null ? ofCause : sink.correlation(message, ofCause),
        nowNs(),
        queued,
        cause == null ? "" : cause.to(),
        to,
        message);
  }

  /** Numbers, senders and times of messages are for the trace only. */
  boolean isTracing() {
    return sink != null;
  }

  /** At the first message of an actor. */
  void opened(ConcurrentMailbox mailbox) {
    mailboxes.put(mailbox.path(), mailbox);
  }

  /** A sink that fails must not take the message with it, nor the actor; it is told no more. */
  private void tell(Runnable news) {
    if (sinkFailure.get() == null) {
      try {
        news.run();
      } catch (RuntimeException e) {
        sinkFailure.compareAndSet(null, e);
      }
    }
  }

  /** A thread begins with a message. */
  void begin(@Nullable Sent sent) {
    end();
    deliveries.increment();
    if (sink != null && sent != null) {
      var nowNs = nowNs();
      IN_HAND.set(new InHand(sent, nowNs));
      tell(() -> sink.delivered(sent, nowNs));
    }
  }

  /** A thread is done with the message that it had, if any. */
  void end() {
    if (sink == null) {
      return;
    }
    var inHand = IN_HAND.get();
    if (inHand != null) {
      IN_HAND.remove();
      var tookNs = nowNs() - inHand.sinceNs;
      tell(() -> sink.handled(inHand.sent, inHand.sinceNs, tookNs));
    }
  }

  void closed(ConcurrentMailbox mailbox) {
    stopped.add(mailbox.path());
    while (stopped.size() > REMEMBERED_ACTORS) {
      var forgotten = stopped.poll();
      if (forgotten != null) {
        mailboxes.remove(forgotten);
      }
    }
  }

  void undelivered(Sent sent) {
    if (sink != null) {
      tell(() -> sink.undelivered(sent));
    }
  }
}
