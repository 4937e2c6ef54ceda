package swiotlb.time;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
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
 * run to run, as they do in life. Thread-safe.
 */
public final class ConcurrentTime implements Engine {
  /** A thread belongs to the dispatcher of one system, so one place for all systems is enough. */
  private static final ThreadLocal<@Nullable Handling> CURRENT = new ThreadLocal<>();

  private static final int REMEMBERED_ACTORS = 256;

  /** For the end of an actor system that was told to end; far longer than a turn takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Of the boot: when the guardian is set up, or its system is there; null before. */
  private volatile @Nullable Long startNs;

  private final long number = Engines.register(new Hooks());
  private final AtomicLong lastId = new AtomicLong();
  private final LongAdder deliveries = new LongAdder();
  private volatile LongestMailbox longest = LongestMailbox.NONE;
  private final ConcurrentMap<String, Inbox> mailboxes = new ConcurrentHashMap<>();
  private final Queue<String> stopped = new ConcurrentLinkedQueue<>();
  private final @Nullable MessageSink sink;
  private final Disturbance disturbance;
  private final AtomicReference<@Nullable RuntimeException> sinkFailure = new AtomicReference<>();
  private final RealTimeline timeline;
  private final RootFailure rootFailure = new RootFailure();
  private @Nullable ActorSystem<?> system;
  private volatile boolean isClosed;

  /**
   * A clock that runs from the boot of what is started; what a system of actors takes to come up is
   * no part of that.
   *
   * @param delayScale by which delays are multiplied; 0 for none at all
   * @param sink receives every message, or null for none; it is called from many threads
   */
  public ConcurrentTime(double delayScale, @Nullable MessageSink sink) {
    this(delayScale, sink, Disturbance.NONE);
  }

  /** The same with threads that are disturbed. */
  public ConcurrentTime(double delayScale, @Nullable MessageSink sink, Disturbance disturbance) {
    this.timeline = new RealTimeline(this::nowNs, delayScale);
    this.sink = sink;
    this.disturbance = disturbance;
  }

  @Override
  public <T> ActorRef<T> start(Function<Timeline, Behavior<T>> guardian) {
    var config = ActorSettings.of("swiotlb.concurrent", Map.of(Engines.KEY, number));
    // The guardian may ask for a delay before its system is handed to anybody else.
    var root =
        Behaviors.<T>setup(
            context -> {
              boot();
              timeline.use(context.getSystem());
              return guardian.apply(timeline);
            });
    var started = ActorSystem.create(rootFailure.kept(root), Engines.NAME, config);
    system = started;
    boot(); // Also where nothing in it ever runs, so that its silence is noticed.
    return started;
  }

  private synchronized void boot() {
    if (startNs == null) {
      startNs = System.nanoTime();
    }
  }

  /**
   * Waits for the system to end by itself.
   *
   * @return whether it did before the deadline
   * @throws RuntimeException that the sink has thrown, if it did
   */
  public boolean awaitEnd(Duration deadline) throws InterruptedException {
    throwSinkFailure();
    try {
      var hasEnded = awaitTermination(deadline);
      if (hasEnded) {
        throwSinkFailure(); // Also one that came with the last messages.
      }
      return hasEnded;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the actor system ended with an error", e);
    }
  }

  private boolean awaitTermination(Duration deadline)
      throws InterruptedException, ExecutionException {
    if (system == null) {
      return true;
    }
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private void throwSinkFailure() {
    var failed = sinkFailure.get();
    if (failed != null) {
      throw failed;
    }
  }

  @Override
  public long nowNs() {
    var start = startNs;
    return start == null ? 0 : System.nanoTime() - start;
  }

  @Override
  public long deliveries() {
    return deliveries.sum();
  }

  @Override
  public LongestMailbox longestMailbox() {
    return longest;
  }

  private synchronized void lengthen(LongestMailbox other) {
    longest = longest.longer(other);
  }

  @Override
  public Map<String, Object> lastMessages() {
    var last = new TreeMap<String, Object>();
    mailboxes.forEach(
        (path, mailbox) -> {
          var message = mailbox.lastMessage();
          if (message != null) {
            last.put(path, message);
          }
        });
    return last;
  }

  @Override
  public @Nullable Object lastMessageOf(String path) {
    var mailbox = mailboxes.get(path);
    return mailbox == null ? null : mailbox.lastMessage();
  }

  @Override
  public @Nullable Throwable failure() {
    return rootFailure.cause();
  }

  /**
   * Ends the actor system, whatever it was doing, and waits ten seconds for the last turns of the
   * actors. Not to be called by an actor.
   *
   * @return whether they have come; if not, an actor does not come back from its message
   */
  public boolean end() {
    return end(PATIENCE);
  }

  boolean end(Duration patience) {
    if (system != null) {
      system.terminate();
    }
    try {
      return awaitTermination(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      return true; // In its own way.
    }
  }

  /** {@link #end}s the actor system, if it has not. Then the sink is told no more. */
  @Override
  public void close() {
    if (!isClosed) {
      end();
      isClosed = true;
      Engines.remove(number);
    }
  }

  /** What an actor that has stopped was at last; what else is known, if it handled nothing. */
  private @Nullable Handling lastOf(Stopped end) {
    var mailbox = mailboxes.get(end.path());
    var handled = mailbox == null ? null : mailbox.lastHandling();
    return handled == null ? CURRENT.get() : handled;
  }

  /** A sink that fails must not take the message with it, nor the actor; it is told no more. */
  private void tell(Runnable news) {
    if (sinkFailure.get() == null && !isClosed) {
      try {
        news.run();
      } catch (RuntimeException e) {
        sinkFailure.compareAndSet(null, e);
      }
    }
  }

  /** What the parts of the actor system ask and report. */
  private final class Hooks implements ConcurrentHooks {
    @Override
    public @Nullable Handling current() {
      return CURRENT.get();
    }

    @Override
    public Disturbance disturbance() {
      return disturbance;
    }

    @Override
    public boolean isTracing() {
      return sink != null; // Numbers, senders and times of messages are for the trace only.
    }

    @Override
    public void queued(Inbox mailbox, int messages) {
      if (messages > longest.messages() && mailbox.isOfTheSimulation()) {
        lengthen(new LongestMailbox(mailbox.path(), messages));
      }
    }

    @Override
    public Sent stamp(String to, Object message, int queued) {
      var sender = message instanceof Stopped end ? lastOf(end) : CURRENT.get();
      var ofCause = sender == null ? MessageSink.UNCORRELATED : sender.correlation();
      return new Sent(
          lastId.incrementAndGet(),
          sender == null ? 0 : sender.id(),
          sink == null || isClosed ? ofCause : sink.correlation(message, ofCause),
          nowNs(),
          queued,
          sender == null ? "" : sender.path(),
          to,
          message);
    }

    @Override
    public void opened(Inbox mailbox) {
      mailboxes.put(mailbox.path(), mailbox);
    }

    @Override
    public void enter(Handling start) {
      if (sink != null) {
        CURRENT.set(start);
      }
    }

    @Override
    public void leave() {
      if (sink != null) {
        CURRENT.remove();
      }
    }

    @Override
    public long begin(@Nullable Sent sent, @Nullable Handling message) {
      deliveries.increment();
      if (sink == null || sent == null) {
        return 0;
      }
      CURRENT.set(message);
      var beganNs = nowNs();
      tell(() -> sink.delivered(sent, beganNs));
      return beganNs;
    }

    @Override
    public void end(@Nullable Sent sent, long beganNs, Handling start) {
      if (sink != null && sent != null) {
        CURRENT.set(start);
        var tookNs = nowNs() - beganNs;
        tell(() -> sink.handled(sent, beganNs, tookNs));
      }
    }

    @Override
    public Runnable continued(Runnable task) {
      var starter = CURRENT.get();
      if (starter == null) {
        return task;
      }
      return () -> {
        var before = CURRENT.get();
        CURRENT.set(starter);
        try {
          task.run();
        } finally {
          CURRENT.set(before);
        }
      };
    }

    @Override
    public void closed(Inbox mailbox) {
      stopped.add(mailbox.path());
      while (stopped.size() > REMEMBERED_ACTORS) {
        var forgotten = stopped.poll();
        if (forgotten != null) {
          mailboxes.remove(forgotten);
        }
      }
    }

    @Override
    public void lost(String to, Object message) {
      if (sink != null && Handling.isOfTheSimulation(to)) {
        undelivered(stamp(to, message, 0));
      }
    }

    @Override
    public void undelivered(Sent sent) {
      if (sink != null) {
        tell(() -> sink.undelivered(sent));
      }
    }
  }
}
