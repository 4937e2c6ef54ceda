package swiotlb.study.cluster;

import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import swiotlb.input.InputException;
import swiotlb.study.work.Crew;
import swiotlb.study.work.CrewInterruptedException;
import swiotlb.study.work.Done;
import swiotlb.study.work.Job;
import swiotlb.study.work.Work;

/**
 * A crew whose members are the nodes of a cluster. This process coordinates, and does no work
 * itself.
 */
public final class ClusterCrew implements Crew {
  private static final long LOOK_EVERY_MS = 50;
  private static final long END_SECONDS = 15;

  /**
   * How it is gathered.
   *
   * @param program the {@link ProgramDigest}; nodes have the same
   * @param isInterrupted asked now and then; once it holds, nobody waits for work
   * @param listener hears what people should know, on any thread
   */
  public record Options(
      ClusterSettings settings,
      String version,
      String program,
      BooleanSupplier isInterrupted,
      Consumer<String> listener) {}

  private record Pending<T>(Work<T> work, Consumer<Done<T>> taker) {
    void give(ChunkResults.One came, String by) {
      taker.accept(done(came, by));
    }

    private Done<T> done(ChunkResults.One came, String by) {
      return switch (came.kind()) {
        case REFUSED -> new Done<>(null, new InputException("node " + by, came.text()), by);
        case FAILED ->
            new Done<>(null, new IllegalStateException("node " + by + ": " + came.text()), by);
        case DONE -> read(came, by);
      };
    }

    private Done<T> read(ChunkResults.One came, String by) {
      try {
        return new Done<>(work.read(came.bytes()), null, by);
      } catch (RuntimeException | OutOfMemoryError e) {
        return new Done<>(null, new IllegalStateException("node " + by, e), by);
      }
    }

    void leave(RuntimeException why) {
      taker.accept(new Done<>(null, why, ""));
    }
  }

  private final Job job;
  private final Options options;
  private final Map<Long, Pending<?>> pending = new ConcurrentHashMap<>();
  private final BlockingQueue<WorkQueue.DoneChunk> came = new LinkedBlockingQueue<>();
  private final Thread deliverer = new Thread(this::deliver, "results");
  private final ActorSystem<Coordinator.Command> system;
  private final Endpoint endpoint;
  private volatile Map<String, Integer> nodes = Map.of();
  private volatile boolean isClosed;
  private volatile boolean hasEnded;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong workedNs = new AtomicLong();
  private final AtomicLong waitedNs = new AtomicLong();
  private volatile long doneNs;
  private long added;

  /**
   * Begins to listen.
   *
   * @throws InputException if the address cannot be used, or the job's description is too long
   */
  public ClusterCrew(Job job, Options options) {
    this.job = job;
    this.options = options;
    requireSent("the job", job.description());
    var told =
        new Coordinator.JobTold(
            job.kind(), job.description(), job.files().archive(), options.version, options.program);
    system = started(told);
    var cluster = Cluster.get(system);
    var self = cluster.selfMember().address();
    cluster.manager().tell(Join.create(self));
    endpoint =
        new Endpoint(
            self.host().getOrElse(() -> options.settings.bind().host()),
            self.getPort().orElse(options.settings.bind().port()));
    deliverer.setDaemon(true);
    deliverer.start();
    var unused = system.getWhenTerminated().thenRun(() -> hasEnded = true);
  }

  private ActorSystem<Coordinator.Command> started(Coordinator.JobTold told) {
    try {
      return ActorSystem.create(
          Coordinator.create(
              told, new Screen(), ClusterMembership::new, options.settings.patience()),
          ClusterSettings.NAME,
          options.settings.config("coordinator"));
    } catch (RuntimeException e) {
      throw new InputException(
          "--bind " + options.settings.bind(),
          "cannot be listened at: "
              + reason(e)
              + "; name an address of this machine and a free port");
    }
  }

  static String reason(Throwable e) {
    var cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /** Where nodes reach it. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** Workers by the names of the nodes that are here. */
  public Map<String, Integer> nodes() {
    return nodes;
  }

  /** Pieces of work that were done so far, for each second since the first node was there. */
  public double rate() {
    return doneNs == 0 ? 0 : done.get() * 1e9 / Math.max(1, System.nanoTime() - doneNs);
  }

  /**
   * Which part of their time workers worked, from the end of their first chunk on; else they waited
   * for the network, or for work that was not there. 1 while nothing is known.
   */
  public double workShare() {
    var worked = workedNs.get();
    var waited = waitedNs.get();
    return worked + waited == 0 ? 1 : (double) worked / (worked + waited);
  }

  /** The process of a node has ended. */
  public void lost(String node) {
    system.tell(new Coordinator.Lost(node));
  }

  /** Something that people should know. */
  public void say(String sentence) {
    options.listener.accept(sentence);
  }

  @Override
  public <T> void add(Work<T> work, Consumer<Done<T>> taker) {
    var text = work.text(job.files());
    requireSent("a piece of work", text);
    var number = ++added;
    pending.put(number, new Pending<>(work, taker));
    system.tell(new Coordinator.Add(number, text));
  }

  private static void requireSent(String what, String text) {
    if (text.length() > Limits.CHUNK_CHARS) {
      throw new InputException(
          "--cluster",
          "%s is %d characters long, of which %d go over the network; set less with --set and --vary, and more in the scenario"
              .formatted(what, text.length(), Limits.CHUNK_CHARS));
    }
  }

  private void deliver() {
    try {
      while (!isClosed) {
        var chunk = came.poll(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
        if (chunk != null) {
          deliver(chunk);
          system.tell(new Coordinator.Room());
        }
        if (options.isInterrupted.getAsBoolean()) {
          leave(new CrewInterruptedException());
        } else if (hasEnded && chunk == null) {
          leave(new IllegalStateException("the coordinator of the cluster has ended by itself"));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Closed.
    }
  }

  /** Nobody waits any more for what is not done. */
  private void leave(RuntimeException why) {
    for (var number : List.copyOf(pending.keySet())) {
      var left = pending.remove(number);
      if (left != null) {
        left.leave(why);
      }
    }
  }

  private void deliver(WorkQueue.DoneChunk chunk) {
    var results = results(chunk);
    done.addAndGet(results.size());
    workedNs.addAndGet(Math.max(0, chunk.spent().workedNs()));
    waitedNs.addAndGet(Math.max(0, chunk.spent().waitedNs()));
    for (var i = 0; i < results.size(); i++) {
      var whose = pending.remove(chunk.pieces().get(i));
      if (whose != null) {
        whose.give(results.get(i), chunk.by());
      }
    }
  }

  private static List<ChunkResults.One> results(WorkQueue.DoneChunk chunk) {
    try {
      return ChunkResults.read(chunk.results(), chunk.pieces().size());
    } catch (IllegalArgumentException | OutOfMemoryError e) {
      var why = ChunkResults.One.of(ChunkResults.Kind.FAILED, String.valueOf(e.getMessage()));
      return chunk.pieces().stream().map(piece -> why).toList();
    }
  }

  @Override
  public void close() {
    isClosed = true;
    deliverer.interrupt();
    system.tell(new Coordinator.End());
    try {
      system.getWhenTerminated().toCompletableFuture().get(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | CompletionException e) {
      options.listener.accept("the cluster does not end: " + e.getMessage());
    }
  }

  /** What the coordinator tells. */
  private final class Screen implements Coordinator.Outlet {
    @Override
    public void done(WorkQueue.DoneChunk chunk) {
      came.add(chunk);
    }

    @Override
    public int untaken() {
      return came.size();
    }

    @Override
    public void nodes(Map<String, Integer> workersByName) {
      nodes = new LinkedHashMap<>(workersByName);
      if (doneNs == 0) {
        doneNs = System.nanoTime();
      }
    }

    @Override
    public void say(String sentence) {
      options.listener.accept(sentence);
    }
  }
}
