package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands with a live page, at which nobody looks. */
class LiveCommandsTest {
  private static final String SCENARIO = "simulations/load-spike.conf";

  @TempDir private Path folder;

  private Invocation run(String name, Object... more) {
    var words = new Object[more.length + 7];
    words[0] = "run";
    words[1] = SCENARIO;
    words[2] = "--json";
    words[3] = folder.resolve(name + ".json");
    words[4] = "--trace";
    words[5] = folder.resolve(name + ".jsonl");
    words[6] = "--quiet";
    System.arraycopy(more, 0, words, 7, more.length);
    return Invocation.of(words);
  }

  @Test
  void resultsAndTracesAreTheSameBytes() throws IOException {
    assertThat(run("without").err()).isEmpty();
    var with = run("with", "--live");
    assertThat(with.code()).isZero();
    assertThat(with.err()).matches("live: http://[^ ]+/[-_A-Za-z0-9]{24}/\\R");
    for (var ending : new String[] {".json", ".jsonl"}) {
      assertThat(folder.resolve("with" + ending))
          .hasSameBinaryContentAs(folder.resolve("without" + ending));
    }
  }

  @Test
  void printedResultsAreTheSame() {
    var without = Invocation.of("run", SCENARIO);
    assertThat(Invocation.of("run", "--live", SCENARIO).out()).isEqualTo(without.out());
  }

  @Test
  void aPortIsANumber() {
    var wrong = Invocation.of("run", SCENARIO, "--live=many");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("'--live'").contains("many");
    var high = Invocation.of("run", SCENARIO, "--live", "70000");
    assertThat(high.code()).isEqualTo(2);
    assertThat(high.err()).isEqualTo("--live 70000: is no port; one is 1 to 65535\n");
  }

  @Test
  void exploringMeasuringAndSweepingAreTheSame() throws IOException {
    var races = "simulations/races/three-requests.conf";
    var explored = Invocation.of("explore", races, "--budget", "100");
    var seen = Invocation.of("explore", races, "--budget", "100", "--live");
    assertThat(seen.out()).isEqualTo(explored.out());
    assertThat(seen.err()).startsWith("live: http://");

    var lines = new String[2];
    for (var i = 0; i < 2; i++) {
      var out = folder.resolve("sweep-" + i);
      var words =
          new Object[] {
            "sweep", SCENARIO, "--vary", "cpus=1,2", "--out", out, i == 0 ? "--quiet" : "--live"
          };
      assertThat(Invocation.of(words).code()).isZero();
      lines[i] =
          Files.readString(out.resolve("results.jsonl")).lines().sorted().toList().toString();
    }
    assertThat(lines[1]).isEqualTo(lines[0]);
  }
}
