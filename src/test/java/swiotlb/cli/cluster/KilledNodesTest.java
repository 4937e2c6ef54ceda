package swiotlb.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.study.cluster.Waiting;

/** Nodes that are killed or stopped, and a coordinator that is killed, cost no result. */
@Timeout(900)
@Tag("process")
@Tag("slow")
class KilledNodesTest {
  private static final int POINTS = 2000;
  private static final int KILLS = 20;

  /** Longer than a node is waited for that says nothing. */
  private static final int STOPPED_SECONDS = 15;

  /** Every other kill comes so soon after the one before, whatever was done meanwhile. */
  private static final int LATEST_MS = 3000;

  /** After which kill one is stopped as well, and after which the coordinator is killed. */
  private static final int STOP_AFTER = 4;

  private static final int BEGIN_ANEW_AFTER = 11;

  @TempDir Path folder;

  private final Random random = new Random(7);
  private final List<Process> processes = new ArrayList<>();
  private final Set<ProcessHandle> nodes = new HashSet<>();
  private final Set<Long> stopped = new HashSet<>();

  @AfterEach
  void endAll() {
    processes.forEach(Process::destroyForcibly);
    nodes.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void whatWasDoneByKilledNodesIsWhatWasDoneHere() throws IOException, InterruptedException {
    assertThat(sweep("whole").waitFor()).isZero();
    var whole = lines("whole");
    assertThat(whole).hasSize(POINTS);

    var bytes = Files.size(results("whole"));
    var moments = random.longs(KILLS, 1, bytes * 9 / 10).sorted().toArray();
    var coordinator = sweep("killed", "--local-nodes", "2");
    for (var kill = 0; kill < KILLS; kill++) {
      if (kill % 2 == 0) {
        awaitBytes(coordinator, moments[kill]);
      } else {
        coordinator.waitFor(random.nextInt(LATEST_MS), TimeUnit.MILLISECONDS);
      }
      kill(coordinator);
      if (kill == STOP_AFTER) {
        stopForAWhile(coordinator);
      }
      if (kill == BEGIN_ANEW_AFTER) {
        coordinator.destroyForcibly().waitFor();
        Waiting.until("its nodes end", () -> nodes.stream().noneMatch(ProcessHandle::isAlive));
        coordinator = sweep("killed", "--local-nodes", "2", "--resume");
      }
    }
    assertThat(coordinator.waitFor()).as(said()).isZero();

    assertThat(lines("killed")).as(said()).isEqualTo(whole);
    assertThat(rows("killed")).isEqualTo(List.of(POINTS, POINTS));
    assertThat(said()).contains("is not heard any more; its work goes to others");
  }

  private Path results(String out) {
    return folder.resolve(out).resolve("results.jsonl");
  }

  private void awaitBytes(Process coordinator, long bytes) {
    Waiting.until(
        "there are %d bytes of results".formatted(bytes),
        () -> {
          assertThat(coordinator.isAlive()).as("a coordinator that said " + said()).isTrue();
          try {
            return Files.exists(results("killed")) && Files.size(results("killed")) >= bytes;
          } catch (IOException e) {
            return false;
          }
        });
  }

  /** One of those that live, by chance. */
  private ProcessHandle node(Process coordinator) {
    Waiting.until("a node lives", () -> anyNode(coordinator).isPresent());
    return anyNode(coordinator).orElseThrow();
  }

  private Optional<ProcessHandle> anyNode(Process coordinator) {
    var all =
        coordinator
            .children()
            .filter(ProcessHandle::isAlive)
            .filter(child -> !stopped.contains(child.pid()))
            .toList();
    nodes.addAll(all);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }

  private void kill(Process coordinator) {
    node(coordinator).destroyForcibly();
  }

  private void stopForAWhile(Process coordinator) throws IOException, InterruptedException {
    var pid = node(coordinator).pid();
    stopped.add(pid);
    signal("-STOP", pid);
    var goesOn =
        new Thread(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(STOPPED_SECONDS);
                signal("-CONT", pid);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    goesOn.setDaemon(true);
    goesOn.start();
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", name, Long.toString(pid)).start().waitFor();
  }

  private Process sweep(String out, String... more) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED"));
    command.add("swiotlb.cli.Main");
    command.addAll(List.of("sweep", scenario().toString(), "--quiet", "--threads", "2"));
    command.addAll(List.of("--vary", "devices.disk.jobs.load.depth=1..100"));
    command.addAll(List.of("--vary", "devices.disk.jobs.load.count=21..40"));
    command.addAll(List.of("--out", folder.resolve(out).toString()));
    command.addAll(List.of(more));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("said").toFile()));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    var process = builder.start();
    processes.add(process);
    return process;
  }

  private String said() {
    try {
      return Files.readString(folder.resolve("said"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Path scenario() throws IOException {
    return Files.writeString(
        folder.resolve("small.conf"),
        """
        kernel = "swiotlb=128,force"
        cpus = 2
        devices.disk {
          service-time = 50 us
          jobs.load { cpus = all, block = 4 KiB, depth = 2, count = 30, think-time = 10 us }
        }
        """);
  }

  private List<String> lines(String out) throws IOException {
    return Files.readAllLines(results(out)).stream().sorted().toList();
  }

  /** How many rows there are, and of how many keys. */
  private List<Integer> rows(String out) throws IOException {
    var url = "jdbc:duckdb:" + folder.resolve(out).resolve("results.duckdb");
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var found = statement.executeQuery("SELECT count(*), count(DISTINCT key) FROM result")) {
      found.next();
      return List.of(found.getInt(1), found.getInt(2));
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
