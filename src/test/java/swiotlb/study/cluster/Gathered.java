package swiotlb.study.cluster;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import swiotlb.study.work.Job;

/** A crew and nodes of this process, over loopback. */
final class Gathered implements AutoCloseable {
  static final ClusterSettings PLAIN = new ClusterSettings(Endpoint.LOOPBACK, Optional.empty());

  /** A node on a thread of its own. */
  static final class NodeThread {
    final List<String> said = new CopyOnWriteArrayList<>();
    private final AtomicBoolean isInterrupted = new AtomicBoolean();
    private final Thread thread;
    private volatile Node.@Nullable Ending ending;

    private NodeThread(
        ClusterSettings settings, Endpoint join, String program, String name, boolean once) {
      thread =
          new Thread(
              () ->
                  ending =
                      Node.run(
                          new Node.Options(
                              settings,
                              join,
                              "1.0",
                              program,
                              name,
                              1,
                              Optional.empty(),
                              once,
                              isInterrupted::get,
                              said::add)),
              name);
      thread.setDaemon(true);
      thread.start();
    }

    /** Somebody ends it. */
    void interrupt() {
      isInterrupted.set(true);
    }

    /** How it ended, once it has. */
    Node.Ending ending() {
      Waiting.until("node " + thread.getName() + " ends; it said " + said, () -> !thread.isAlive());
      var how = ending;
      if (how == null) {
        throw new AssertionError("the node ended with an error");
      }
      return how;
    }

    boolean isRunning() {
      return thread.isAlive();
    }
  }

  final List<String> said = new CopyOnWriteArrayList<>();
  final AtomicBoolean isInterrupted = new AtomicBoolean();
  final ClusterCrew crew;
  private final List<NodeThread> nodes = new CopyOnWriteArrayList<>();

  Gathered(Job job, ClusterSettings settings) {
    crew =
        new ClusterCrew(
            job, new ClusterCrew.Options(settings, "1.0", "digest", isInterrupted::get, said::add));
  }

  Gathered() {
    this(TestKind.job(), PLAIN);
  }

  NodeThread node(String name) {
    return node(name, PLAIN, "digest", true);
  }

  NodeThread node(String name, ClusterSettings settings, String program, boolean once) {
    var node = new NodeThread(settings, crew.endpoint(), program, name, once);
    nodes.add(node);
    return node;
  }

  /** One that whoever starts it ends. */
  static NodeThread node(ClusterCrew crew, String name, String program) {
    return new NodeThread(PLAIN, crew.endpoint(), program, name, true);
  }

  void awaitNodes(int count) {
    Waiting.until(count + " nodes are there", () -> crew.nodes().size() == count);
  }

  @Override
  public void close() {
    nodes.forEach(NodeThread::interrupt);
    crew.close();
    nodes.forEach(node -> Waiting.until("a node ends", () -> !node.isRunning()));
  }
}
