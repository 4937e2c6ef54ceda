package swiotlb.cli.cluster;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import swiotlb.input.InputException;
import swiotlb.study.cluster.ClusterCrew;
import swiotlb.study.cluster.ClusterSettings;
import swiotlb.study.cluster.TemporaryFolder;
import swiotlb.study.work.Crew;
import swiotlb.study.work.Done;
import swiotlb.study.work.Work;

/**
 * Nodes on this machine, each a Java virtual machine of its own; one that ends is replaced. No more
 * than there are processors begin at a time: a cluster whose members all begin at once hears none
 * of them in time, and takes them out again.
 */
final class LocalNodes implements Crew {
  private static final long LOOK_EVERY_MS = 50;

  /** What has not said anything by then is not waited for any more. */
  private static final long BEGIN_NS = TimeUnit.SECONDS.toNanos(20);

  private static final long SHORT_LIFE_NS = TimeUnit.SECONDS.toNanos(10);

  /** So many that live no longer are replaced, one after the other, while no work is done. */
  private static final int MOST_SHORT_LIVES = 5;

  private static final int MOST_FAILED_STARTS = 10;

  /** Of the time between two looks, while none can be started. */
  private static final int MOST_DOUBLINGS = 7;

  /** For all of them together. */
  private static final long END_SECONDS = 10;

  private final ClusterCrew cluster;
  private final int nodes;
  private final int threads;
  private final Optional<Path> keys;
  private final Optional<Path> shared;
  private final BooleanSupplier isInterrupted;
  private final Path temporary;
  private final List<Process> processes = new ArrayList<>();
  private final Thread starter = new Thread(this::keep, "local-nodes");

  /** Which begin, by name, and since when. */
  private final Map<String, Long> beginning = new HashMap<>();

  private boolean isGivenUp;
  private int shortLives;
  private volatile boolean isWorkDone;
  private boolean isClosed;

  LocalNodes(
      ClusterCrew cluster,
      int nodes,
      int threads,
      Optional<Path> keys,
      Optional<Path> shared,
      BooleanSupplier isInterrupted) {
    this.cluster = cluster;
    this.nodes = nodes;
    this.threads = threads;
    this.keys = keys;
    this.shared = shared;
    this.isInterrupted = isInterrupted;
    this.temporary = TemporaryFolder.make("swiotlb-nodes");
    try {
      start(); // What cannot be started is said where it was asked for.
    } catch (InputException e) {
      close();
      throw e;
    }
    starter.setDaemon(true);
    starter.start();
  }

  /** Sees to it that they are as many as they should be. */
  private void keep() {
    try {
      var failures = 0;
      while (!isInterrupted.getAsBoolean()) {
        synchronized (this) {
          if (isClosed || isGivenUp) {
            return;
          }
          try {
            startMissing();
            failures = 0;
          } catch (InputException e) {
            failed(e, ++failures);
          }
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS << Math.min(failures, MOST_DOUBLINGS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Closed.
    }
  }

  private void startMissing() {
    beginning.keySet().removeAll(cluster.nodes().keySet());
    beginning.values().removeIf(bornNs -> System.nanoTime() - bornNs > BEGIN_NS);
    while (processes.size() < nodes
        && beginning.size() < Runtime.getRuntime().availableProcessors()) {
      start();
    }
  }

  /** Processes or memory may be short for a while; where there is no other node, not for ever. */
  private void failed(InputException cause, int times) {
    if (times == 1) {
      cluster.say("a local node is not started, which is tried again: " + cause.getMessage());
    }
    if (times > MOST_FAILED_STARTS && processes.isEmpty()) {
      isGivenUp = true;
      cluster.say("no local node can be started; no more are tried; Ctrl-C ends this");
    }
  }

  private synchronized void start() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-X") || option.startsWith("--"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "--add-exports",
            "java.base/jdk.internal.misc=ALL-UNNAMED", // As the manifest says where a jar is run.
            // What nodes that were killed leave there goes with it.
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            "swiotlb.cli.Main",
            "node",
            "--join",
            cluster.endpoint().toString(),
            "--threads",
            Integer.toString(threads),
            "--patience",
            Integer.toString(ClusterSettings.patienceFor(nodes * threads)),
            "--once",
            "--with-parent"));
    shared.ifPresent(folder -> command.addAll(List.of("--files", folder.toString())));
    keys.ifPresent(
        folder ->
            command.addAll(
                List.of("--keys", folder.toString(), "--bind", cluster.endpoint().writtenHost())));
    var bornNs = System.nanoTime();
    try {
      var process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      processes.add(process);
      beginning.put(NodeCommand.name(process.pid()), bornNs);
      var unused = process.onExit().thenAccept(ended -> replace(ended, System.nanoTime() - bornNs));
    } catch (IOException e) {
      throw new InputException("--local-nodes", "cannot be started: " + e.getMessage());
    }
  }

  private synchronized void replace(Process ended, long livedNs) {
    processes.remove(ended);
    var name = NodeCommand.name(ended.pid());
    beginning.remove(name);
    if (isClosed || isInterrupted.getAsBoolean()) {
      return;
    }
    cluster.lost(name);
    if (isWorkDone) {
      isWorkDone = false;
      shortLives = 0;
    }
    if (livedNs < SHORT_LIFE_NS && ++shortLives > MOST_SHORT_LIVES && !isGivenUp) {
      isGivenUp = true;
      cluster.say(
          "local nodes end as soon as they begin (exit code %d); no more are started; Ctrl-C ends this"
              .formatted(ended.exitValue()));
    }
  }

  @Override
  public <T> void add(Work<T> work, Consumer<Done<T>> taker) {
    cluster.add(
        work,
        done -> {
          isWorkDone = true;
          taker.accept(done);
        });
  }

  @Override
  public void close() {
    List<Process> left;
    synchronized (this) {
      isClosed = true;
      left = List.copyOf(processes);
    }
    starter.interrupt();
    cluster.close();
    left.forEach(LocalNodes::leaveAlone);
    var endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
    left.forEach(process -> awaitEnd(process, endNs));
    TemporaryFolder.delete(temporary);
  }

  /** It has no parent any more. */
  private static void leaveAlone(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }

  private static void awaitEnd(Process process, long endNs) {
    try {
      if (!process.waitFor(endNs - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
