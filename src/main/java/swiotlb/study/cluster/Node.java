package swiotlb.study.cluster;

import akka.actor.AddressFromURIString;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.JoinSeedNodes;
import akka.cluster.typed.Subscribe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;
import swiotlb.study.run.ScenarioRun;
import swiotlb.study.work.Done;
import swiotlb.study.work.JobFiles;
import swiotlb.study.work.ThreadCrew;
import swiotlb.study.work.WorkKind;
import swiotlb.study.work.Workbench;

/** A process that does the work of coordinators, one after the other. */
public final class Node {
  private static final long LOOK_EVERY_MS = 200;
  private static final long PAUSE_MS = 2_000;

  /**
   * What a node is.
   *
   * @param join where the coordinator listens
   * @param workers how many pieces it does at a time
   * @param once whether it ends with the first coordinator
   * @param isInterrupted asked now and then; once it holds, it leaves
   * @param listener hears what people should know, on any thread
   */
  public record Options(
      ClusterSettings settings,
      Endpoint join,
      String version,
      String program,
      String name,
      int workers,
      boolean once,
      BooleanSupplier isInterrupted,
      Consumer<String> listener) {}

  /** How it ended. */
  public enum Ending {
    /** Its coordinators had no more work, or somebody ended it. */
    DONE,
    /** It cannot work for this coordinator. */
    REFUSED,
    /** It did not hear its coordinator any more. */
    CUT_OFF
  }

  private final Options options;

  private Node(Options options) {
    this.options = options;
  }

  /**
   * Works until somebody ends it, a coordinator refuses it, or, if that was asked for, the first
   * one has no more work.
   *
   * @throws InputException if it cannot listen
   */
  public static Ending run(Options options) {
    return new Node(options).run();
  }

  private Ending run() {
    while (true) {
      var ending = session();
      if (options.isInterrupted.getAsBoolean()) {
        return Ending.DONE;
      }
      if (options.once || ending == Ending.REFUSED) {
        return ending;
      }
      options.listener.accept("waiting for the next coordinator at " + options.join);
      pause();
    }
  }

  private void pause() {
    for (var ms = 0L; ms < PAUSE_MS && !options.isInterrupted.getAsBoolean(); ms += LOOK_EVERY_MS) {
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private Ending session() {
    try (var shop = new Shop(options)) {
      var system = started(shop);
      try {
        while (!options.isInterrupted.getAsBoolean()
            && !system.getWhenTerminated().toCompletableFuture().isDone()) {
          TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      system.terminate();
      try {
        system.getWhenTerminated().toCompletableFuture().join();
      } catch (CompletionException e) {
        options.listener.accept("does not end in order: " + ClusterCrew.reason(e));
      }
      return shop.ending();
    }
  }

  private ActorSystem<NodeSession.Command> started(Shop shop) {
    var self =
        new NodeSession.Self(options.version, options.program, options.name, options.workers);
    try {
      return ActorSystem.create(
          member(NodeSession.create(self, shop)),
          ClusterSettings.NAME,
          options.settings.config("node"));
    } catch (RuntimeException e) {
      throw new InputException(
          "--bind " + options.settings.bind(),
          "cannot be listened at: "
              + ClusterCrew.reason(e)
              + "; name an address of this machine and a free port");
    }
  }

  /** A session that has joined the cluster of the coordinator. */
  private Behavior<NodeSession.Command> member(Behavior<NodeSession.Command> session) {
    return Behaviors.setup(
        context -> {
          var cluster = Cluster.get(context.getSystem());
          cluster
              .subscriptions()
              .tell(
                  Subscribe.create(
                      context.messageAdapter(
                          ClusterEvent.MemberRemoved.class,
                          event ->
                              event
                                      .member()
                                      .uniqueAddress()
                                      .equals(cluster.selfMember().uniqueAddress())
                                  ? new NodeSession.Removed()
                                  : new NodeSession.Look()),
                      ClusterEvent.MemberRemoved.class));
          var coordinator =
              AddressFromURIString.parse("akka://" + ClusterSettings.NAME + "@" + options.join);
          cluster.manager().tell(new JoinSeedNodes(List.of(coordinator)));
          return session;
        });
  }

  /** Where the job's files lie, and the threads that work. */
  private static final class Shop implements NodeSession.Workshop, AutoCloseable {
    private final Options options;
    private final ThreadCrew threads;
    private final List<Path> folders = new ArrayList<>();
    private volatile NodeSession.@Nullable End end;

    Shop(Options options) {
      this.options = options;
      this.threads = new ThreadCrew(options.workers);
    }

    Ending ending() {
      return end == NodeSession.End.REFUSED
          ? Ending.REFUSED
          : end == NodeSession.End.SENT_AWAY ? Ending.DONE : Ending.CUT_OFF;
    }

    @Override
    public void open(
        String kind, String description, byte[] files, ActorRef<NodeSession.Command> listener) {
      threads.execute(
          runner -> opened(kind, description, files), done -> listener.tell(answer(done)));
    }

    private static NodeSession.Command answer(Done<Worker.Hands> done) {
      var trouble = done.trouble();
      var hands = done.result();
      return hands == null
          ? new NodeSession.Unusable(String.valueOf(trouble == null ? "" : trouble.getMessage()))
          : new NodeSession.Ready(hands);
    }

    private Worker.Hands opened(String kind, String description, byte[] files) {
      var known =
          ServiceLoader.load(WorkKind.class).stream()
              .map(ServiceLoader.Provider::get)
              .filter(one -> one.name().equals(kind))
              .findFirst()
              .orElseThrow(() -> new InputException("job", "is of no kind that is known here"));
      var folder = folder();
      JobFiles.unpack(files, folder);
      var bench = known.open(folder, description);
      return (chunk, listener) -> {
        var begunNs = System.nanoTime();
        threads.execute(
            runner -> ChunkResults.bytes(results(bench, chunk, runner)),
            done ->
                listener.tell(
                    new Worker.Finished(packed(done, chunk), System.nanoTime() - begunNs)));
      };
    }

    private static byte[] packed(Done<byte[]> done, Chunk chunk) {
      var bytes = done.result();
      if (bytes != null && bytes.length <= Limits.RESULT_BYTES) {
        return bytes;
      }
      var why =
          ChunkResults.One.of(
              ChunkResults.Kind.FAILED,
              bytes == null
                  ? String.valueOf(done.trouble())
                  : "%d bytes of results, of which %d go over the network"
                      .formatted(bytes.length, Limits.RESULT_BYTES));
      return ChunkResults.bytes(chunk.texts().stream().map(text -> why).toList());
    }

    private synchronized Path folder() {
      try {
        var folder = Files.createTempDirectory("swiotlb-node").toRealPath();
        folders.add(folder);
        return folder;
      } catch (IOException e) {
        throw new InputException("job", "has no place here: " + e.getMessage());
      }
    }

    private static List<ChunkResults.One> results(
        Workbench bench, Chunk chunk, ScenarioRun.Runner runner) {
      var results = new ArrayList<ChunkResults.One>();
      for (var text : chunk.texts()) {
        results.add(result(bench, text, runner));
      }
      return results;
    }

    /** Whatever goes wrong is a result: who begins anew has the same work again. */
    private static ChunkResults.One result(
        Workbench bench, String text, ScenarioRun.Runner runner) {
      try {
        return new ChunkResults.One(ChunkResults.Kind.DONE, bench.run(text, runner));
      } catch (InputException e) {
        return ChunkResults.One.of(ChunkResults.Kind.REFUSED, String.valueOf(e.getMessage()));
      } catch (Exception | StackOverflowError e) {
        return ChunkResults.One.of(ChunkResults.Kind.FAILED, e.toString());
      }
    }

    @Override
    public void say(String sentence) {
      options.listener.accept(sentence);
    }

    @Override
    public void ended(NodeSession.End how) {
      if (end == null) {
        end = how;
      }
    }

    @Override
    public synchronized void close() {
      threads.close();
      for (var folder : folders) {
        delete(folder);
      }
    }

    private static void delete(Path folder) {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        // What stays in the temporary folder is the system's to clean.
      }
    }
  }
}
