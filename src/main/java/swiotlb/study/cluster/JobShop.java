package swiotlb.study.cluster;

import akka.actor.typed.ActorRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;
import swiotlb.study.run.ScenarioRun;
import swiotlb.study.work.Done;
import swiotlb.study.work.JobFiles;
import swiotlb.study.work.JobPlace;
import swiotlb.study.work.ThreadCrew;
import swiotlb.study.work.WorkKind;
import swiotlb.study.work.Workbench;

/** Where the job's files lie, and the threads that work. */
final class JobShop implements NodeSession.Workshop, AutoCloseable {
  private final Node.Options options;
  private final LongSupplier clock;
  private final ThreadCrew threads;
  private final List<Path> folders = new ArrayList<>();
  private volatile NodeSession.@Nullable End end;

  /**
   * Of a node.
   *
   * @param clock nanoseconds, from any moment on
   */
  JobShop(Node.Options options, LongSupplier clock) {
    this.options = options;
    this.clock = clock;
    this.threads = new ThreadCrew(options.workers());
  }

  Node.Ending ending() {
    return end == NodeSession.End.REFUSED
        ? Node.Ending.REFUSED
        : end == NodeSession.End.SENT_AWAY ? Node.Ending.DONE : Node.Ending.CUT_OFF;
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
    var bench = known.open(new JobPlace(folder, options.shared()), description);
    var endedNs = new ConcurrentHashMap<ActorRef<Worker.Finished>, Long>();
    return (chunk, listener) -> {
      var begunNs = clock.getAsLong();
      var waitedNs = begunNs - endedNs.getOrDefault(listener, begunNs);
      threads.execute(
          runner -> results(bench, chunk, runner),
          done -> {
            var results = packable(done, chunk);
            var ended = clock.getAsLong();
            endedNs.put(listener, ended);
            listener.tell(
                new Worker.Finished(
                    results.bytes, new Spent(results.count, ended - begunNs, waitedNs)));
          });
    };
  }

  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  private record Packed(byte[] bytes, int count) {
    static Packed of(List<ChunkResults.One> results) {
      return new Packed(ChunkResults.bytes(results), results.size());
    }

    static Packed failed(int count, String why) {
      return of(Collections.nCopies(count, ChunkResults.One.of(ChunkResults.Kind.FAILED, why)));
    }
  }

  private static Packed packable(Done<Packed> done, Chunk chunk) {
    var results = done.result();
    if (results == null) {
      return Packed.failed(chunk.texts().size(), String.valueOf(done.trouble()));
    }
    return results.bytes.length <= Limits.RESULT_BYTES
        ? results
        : Packed.failed(
            results.count,
            "%d bytes of results, of which %d go over the network"
                .formatted(results.bytes.length, Limits.RESULT_BYTES));
  }

  private synchronized Path folder() {
    var folder = TemporaryFolder.make("swiotlb-node");
    folders.add(folder);
    return folder;
  }

  /** Of the first piece, and of as many others as there is time for. */
  private Packed results(Workbench bench, Chunk chunk, ScenarioRun.Runner runner) {
    var begunNs = clock.getAsLong();
    var results = new ArrayList<ChunkResults.One>();
    for (var text : chunk.texts()) {
      if (!results.isEmpty() && clock.getAsLong() - begunNs > Limits.MOST_CHUNK_NS) {
        break;
      }
      results.add(result(bench, text, runner));
    }
    return Packed.of(results);
  }

  /** Whatever goes wrong is a result: who begins anew has the same work again. */
  private static ChunkResults.One result(Workbench bench, String text, ScenarioRun.Runner runner) {
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
    options.listener().accept(sentence);
  }

  @Override
  public void ended(NodeSession.End how) {
    if (end == null) {
      end = how;
    }
  }

  @Override
  public synchronized void close() {
    try {
      threads.close();
    } catch (IllegalStateException e) {
      say("a piece of work that takes long is left to itself");
    }
    for (var folder : folders) {
      TemporaryFolder.delete(folder);
    }
  }
}
