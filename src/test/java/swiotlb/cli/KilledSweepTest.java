package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.figures.RunFigures;

/** A sweep that is killed at any moment loses nothing, and does nothing twice. */
@Timeout(1800)
@Tag("process")
@Tag("slow")
class KilledSweepTest {
  private static final int KILLS = 20;
  private static final int REPLICATIONS = 400;

  /** Longer than a start takes here, so that some are killed before and some after it. */
  private static final int LATEST_MS = 1500;

  @TempDir Path folder;

  @Test
  void whatWasKilledTwentyTimesIsWhatWasNeverKilled() throws IOException, InterruptedException {
    var scenario = scenario();
    var whole = Invocation.of(words(scenario, folder.resolve("whole")));
    assertThat(whole.code()).isZero();

    var killed = folder.resolve("killed");
    var random = new Random(7);
    var grown = new ArrayList<Long>();
    for (var kill = 0; kill < KILLS; kill++) {
      grown.add(killedAfterGrowth(scenario, killed, random));
    }
    var process = start(scenario, killed);
    assertThat(process.waitFor()).isZero();

    assertThat(grown).as("what was there after each kill").isSorted();
    assertThat(grown.get(KILLS - 1)).isPositive();
    assertThat(sorted(killed)).isEqualTo(sorted(folder.resolve("whole")));
    assertThat(rows(killed)).isEqualTo(rows(folder.resolve("whole"))).hasSize(REPLICATIONS);
  }

  /**
   * Kills it at a moment by chance after it began to go on, or was about to.
   *
   * @return whole lines that are there then
   */
  private static long killedAfterGrowth(Path scenario, Path out, Random random)
      throws IOException, InterruptedException {
    var process = start(scenario, out);
    var lines = out.resolve("results.jsonl");
    var before = Files.exists(lines) ? Files.size(lines) : 0;
    var waitsForGrowth = random.nextInt(4) > 0;
    while (waitsForGrowth && process.isAlive() && !hasGrown(lines, before)) {
      process.waitFor(5, TimeUnit.MILLISECONDS);
    }
    var moment = waitsForGrowth ? random.nextInt(60) : random.nextInt(LATEST_MS);
    process.waitFor(moment, TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
    return Files.exists(lines)
        ? Files.readString(lines).chars().filter(character -> character == '\n').count()
        : 0;
  }

  private static boolean hasGrown(Path lines, long before) throws IOException {
    return Files.exists(lines) && Files.size(lines) > before;
  }

  private static Process start(Path scenario, Path out) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "swiotlb.cli.Main"));
    for (var word : words(scenario, out)) {
      command.add(word.toString());
    }
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.start();
  }

  private static Object[] words(Path scenario, Path out) {
    return new Object[] {
      "sweep",
      scenario,
      "--vary",
      "devices.disk.jobs.load.depth=1..10",
      "--replications",
      REPLICATIONS / 10,
      "--out",
      out,
      "--resume",
      "--quiet"
    };
  }

  private Path scenario() throws IOException {
    return Files.writeString(
        folder.resolve("small.conf"),
        """
        kernel = "swiotlb=128,force"
        cpus = 2
        devices.disk {
          service-time = 50 us
          jobs.load { cpus = all, block = 4 KiB, depth = 2, count = 200, think-time = 10 us }
        }
        """);
  }

  private static List<String> sorted(Path out) throws IOException {
    return Files.readAllLines(out.resolve("results.jsonl")).stream().sorted().toList();
  }

  private static List<String> rows(Path out) throws IOException {
    var rows = new ArrayList<String>();
    var url = "jdbc:duckdb:" + out.resolve("results.duckdb");
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var found =
            statement.executeQuery(
                "SELECT line, " + RunFigures.MAPS.key() + " FROM result ORDER BY key")) {
      while (found.next()) {
        rows.add(found.getString(1) + found.getLong(2));
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
    return rows;
  }
}
