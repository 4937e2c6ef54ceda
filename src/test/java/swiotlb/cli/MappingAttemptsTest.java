package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.trace.store.duckdb.Traces;

/** A mapping is told of once, however often it was tried, and as served only if it was. */
@Tag("slow")
class MappingAttemptsTest {
  private static final String RESET = "src/test/resources/cases/reports/reset.conf";
  private static final String BEYOND_REACH = "src/test/resources/cases/reports/min.conf";

  @TempDir Path folder;

  private Path recorded(Object... scenario) {
    var trace = folder.resolve("trace.duckdb");
    var arguments = new ArrayList<Object>(List.of("run", "--quiet", "--trace", trace));
    arguments.addAll(List.of(scenario));
    assertThat(Invocation.of(arguments.toArray()).code()).isLessThan(2);
    return trace;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RESET,
        BEYOND_REACH,
        "src/test/resources/cases/reports/rpi.conf",
        "src/test/resources/cases/bad/bus-limit-1.conf",
        "simulations/confidential-spike.conf",
        "simulations/swiotlb-none.conf",
        "simulations/full-although-half-empty.conf"
      })
  void aMappingIsARowHoweverOftenItWasTried(String scenario) throws IOException {
    var trace = recorded(scenario);
    assertThat(
            Traces.answer(
                trace,
                """
                SELECT count(*) = count(DISTINCT mapping),
                  count(*) FILTER (allocator IS NOT NULL) >= (SELECT count(DISTINCT mapping)
                    FROM messages WHERE type = 'Area.MapRequest'
                    AND mapping NOT IN (SELECT mapping FROM mapping WHERE allocator IS NULL)),
                  coalesce(min(held_ns), 0) >= 0, coalesce(min(map_ns), 0) >= 0,
                  sum(attempts) = (SELECT count(*) FROM attempt),
                  sum(failures) = (SELECT count(*) FROM attempt WHERE outcome = 'failed'),
                  bool_and((mapped_ns IS NULL) = (area IS NULL)),
                  bool_and(outcome <> 'failed' OR (mapped_ns IS NULL AND reason IS NOT NULL))
                FROM mapping
                """))
        .hasToString("[[true, true, true, true, true, true, true, true]]");
  }

  @Test
  void aResetUndoesAnAttemptAndTheNextOneIsServed() throws IOException {
    var trace = recorded(RESET);
    assertThat(
            Traces.answer(
                trace, "SELECT attempts, outcome, count(*) FROM mapping GROUP BY ALL ORDER BY ALL"))
        .hasToString("[[1, unmapped, 192], [2, unmapped, 8]]");
    assertThat(
            Traces.answer(
                trace,
                "SELECT attempt, count(*), count(transfer_ns), min(held_ns) > 0 FROM attempt"
                    + " WHERE mapping IN (SELECT mapping FROM mapping WHERE attempts = 2)"
                    + " GROUP BY ALL ORDER BY ALL"))
        .hasToString("[[1, 8, 0, true], [2, 8, 8, true]]");
  }

  @Test
  void slotsBeyondTheReachOfADeviceServeNothing() throws IOException {
    var trace = recorded(BEYOND_REACH);
    assertThat(
            Traces.answer(
                trace,
                "SELECT outcome, reason, attempts, failures, pool, area, held_ns, count(*)"
                    + " FROM mapping GROUP BY ALL"))
        .hasToString("[[failed, NOT_REACHABLE, 6, 6, null, null, null, 4]]");
    assertThat(Traces.answer(trace, "SELECT outcome, slot FROM attempt ORDER BY ALL LIMIT 2"))
        .hasToString("[[failed, 0], [failed, 32]]");
    assertThat(Invocation.of("trace", "explain", trace, "--mapping", 0).out())
        .contains("has room for it at 297 ns with slots 0 to 31, which lie where the device does")
        .contains("So it fails at 594 ns: it lies where the device does not reach.")
        .doesNotContain("serves");
    assertThat(Invocation.of("trace", "stats", trace).out())
        .contains("NOT_REACHABLE                        24")
        .doesNotContain("served mapping");
  }

  @Test
  void severalRunsAreInOneTable() throws IOException {
    var trace = recorded(RESET, "--runs", 3);
    assertThat(
            Traces.answer(
                trace, "SELECT count(*), count(DISTINCT mapping), min(held_ns) > 0 FROM mapping"))
        .hasToString("[[600, 600, true]]");
  }

  @Test
  void ofARunThatWasKilledViewsSayTheSame() throws IOException {
    var lines = folder.resolve("trace.jsonl");
    assertThat(Invocation.of("run", "--quiet", "--trace", lines, RESET).code()).isZero();
    var cut =
        Files.writeString(
            folder.resolve("cut.jsonl"), Files.readString(lines).substring(0, 120_000));
    assertThat(
            Traces.answer(
                cut,
                "SELECT count(*) = count(DISTINCT mapping), count(*) > 50,"
                    + " min(held_ns) > 0 FROM mapping"))
        .hasToString("[[true, true, true]]");
  }
}
