package swiotlb.cli.cluster;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import swiotlb.input.InputException;
import swiotlb.study.cluster.ClusterCrew;
import swiotlb.study.cluster.TemporaryFolder;
import swiotlb.study.work.Crew;
import swiotlb.study.work.Done;
import swiotlb.study.work.Work;

/** Nodes on this machine, each a Java virtual machine of its own; one that ends is replaced. */
final class LocalNodes implements Crew {
  private static final long SHORT_LIFE_NS = TimeUnit.SECONDS.toNanos(10);

  /** So many that live no longer are replaced, one after the other, while no work is done. */
  private static final int MOST_SHORT_LIVES = 5;

  /** For all of them together. */
  private static final long END_SECONDS = 10;

  private final ClusterCrew cluster;
  private final int threads;
  private final Optional<Path> keys;
  private final Optional<Path> shared;
  private final BooleanSupplier isInterrupted;
  private final Path temporary;
  private final List<Process> processes = new ArrayList<>();
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
    this.threads = threads;
    this.keys = keys;
    this.shared = shared;
    this.isInterrupted = isInterrupted;
    this.temporary = TemporaryFolder.make("swiotlb-nodes");
    try {
      for (var i = 0; i < nodes; i++) {
        start();
      }
    } catch (InputException e) {
      close();
      throw e;
    }
  }

  private synchronized void start() {
    if (isClosed) {
      return;
    }
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
      var unused = process.onExit().thenAccept(ended -> replace(ended, System.nanoTime() - bornNs));
    } catch (IOException e) {
      throw new InputException("--local-nodes", "cannot be started: " + e.getMessage());
    }
  }

  private synchronized void replace(Process ended, long livedNs) {
    processes.remove(ended);
    if (isClosed || isInterrupted.getAsBoolean()) {
      return;
    }
    var name = NodeCommand.name(ended.pid());
    cluster.lost(name);
    if (isWorkDone) {
      isWorkDone = false;
      shortLives = 0;
    }
    if (livedNs < SHORT_LIFE_NS && ++shortLives > MOST_SHORT_LIVES) {
      cluster.say(
          "local nodes end as soon as they begin (exit code %d); no more are started; Ctrl-C ends this"
              .formatted(ended.exitValue()));
      return;
    }
    try {
      start();
    } catch (InputException e) {
      cluster.say("a local node that has ended is not replaced: " + e.getMessage());
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
