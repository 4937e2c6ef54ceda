package swiotlb.trace.store.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.InputException;
import swiotlb.trace.store.duckdb.Traces;

@Tag("slow")
class TraceDatabaseTest {
  @TempDir private static Path folder;
  private static Path spike;
  private static Path spikeDatabase;

  @BeforeAll
  static void recordASpike() throws IOException {
    spike = Traces.lines(folder, "load-spike");
    spikeDatabase = Traces.database(spike);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"run", "messages", "mapping", "attempt", "area_state", "growth", "actor", "type"})
  void aTraceOfLinesAnswersAsADatabaseDoes(String table) throws IOException {
    var query = "FROM " + table + " ORDER BY ALL";
    assertThat(Traces.answer(spikeDatabase, query))
        .isNotEmpty()
        .isEqualTo(Traces.answer(spike, query));
  }

  @Test
  void everyMappingIsARow() throws IOException {
    assertThat(
            Traces.answer(
                spikeDatabase,
                "SELECT outcome, count(*), count(*) FILTER (pool = -1), sum(transient_ns),"
                    + " sum(release_ns) FROM mapping GROUP BY outcome"))
        .hasToString("[[unmapped, 256, 192, 288000, 76032]]");
  }

  @Test
  void everyFailureHasItsReason() throws IOException {
    var lines = Traces.lines(folder, "confidential-spike");
    assertThat(
            Traces.answer(
                lines,
                "SELECT outcome, reason, sum(failures) FROM mapping"
                    + " WHERE failures > 0 GROUP BY ALL"))
        .hasToString("[[unmapped, TRANSIENT_REFUSED, 87]]");
  }

  @Test
  void whatNobodyWasAskedForIsARowToo() throws IOException {
    assertThat(
            Traces.answer(
                Traces.lines(folder, "swiotlb-none"),
                "SELECT allocator, device, outcome, reason, count(*), sum(failures) FROM mapping"
                    + " GROUP BY ALL"))
        .hasToString("[[null, /device-legacy0, failed, NOT_REACHABLE, 268, 804]]");
  }

  @Test
  void anAnswerThatBreaksOffSaysWhy() {
    assertThatThrownBy(() -> Traces.answer(spikeDatabase, "SELECT type::INTEGER FROM messages"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("load-spike.duckdb: Conversion Error: Could not convert string")
        .hasMessageNotContaining("EXPLAIN");
  }

  @Test
  void ofATraceRecordedInPartNobodyKnowsWhetherSomebodyWasAsked() throws IOException {
    var part =
        Files.writeString(
            folder.resolve("part.jsonl"),
            """
            {"format":"swiotlb-trace/2","clock":"virtual","scenario":"s","seed":1,"selection":"type Device.*"}
            {"id":9,"sent":1,"at":2,"from":"/device-a","to":"/device-a","cause":0,"mapping":7,"queued":0,"type":"Device.Retry","fields":{"request":1,"mapping":7,"reason":"NO_FREE_RUN"}}
            {"end":1,"omitted":0}
            """);
    assertThat(Traces.answer(part, "FROM mapping")).isEmpty();
  }

  @Test
  void anAreaIsLeftAsItsLastMessageSays() throws IOException {
    assertThat(
            Traces.answer(
                spikeDatabase,
                "SELECT DISTINCT arg_max(used_slots, seq) FROM area_state"
                    + " WHERE pool >= 0 GROUP BY allocator, pool, area"))
        .isEqualTo(List.of(List.of(0)));
  }

  @Test
  void growthIsTheRunsOwn() throws IOException {
    var lines = Traces.lines(folder, "first-growth");
    assertThat(
            Traces.answer(
                lines, "SELECT event, count(*) FROM growth GROUP BY event ORDER BY event"))
        .hasToString("[[published, 4], [queued, 4], [started, 4]]");
  }

  @Test
  void aTraceThatWasCutSaysSoAndAnswers() throws IOException {
    var whole = Files.readString(spike);
    var cut = Files.writeString(folder.resolve("cut.jsonl"), whole.substring(0, 200_000));
    try (var trace = TraceDatabase.open(cut)) {
      assertThat(trace.flaw()).hasValueSatisfying(flaw -> assertThat(flaw).contains("cut.jsonl"));
    }
    assertThat(Traces.answer(cut, "SELECT count(*) > 100 FROM messages"))
        .isEqualTo(List.of(List.of(true)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM message",
        "CREATE TABLE x (y INTEGER)",
        "COPY run TO 'stolen.csv'",
        "FROM read_text('pom.xml')",
        "ATTACH 'other.duckdb'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "SELECT * FROM nothing",
        "not SQL"
      })
  void whatIsNoQuestionToThisTraceIsRefused(String sql) throws IOException {
    var before = Files.readAllBytes(spikeDatabase);
    assertThatThrownBy(() -> Traces.answer(spikeDatabase, sql))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("load-spike.duckdb: ")
        .hasMessageContaining("its tables are run, messages, mapping");
    assertThat(Files.readAllBytes(spikeDatabase)).isEqualTo(before);
  }
}
