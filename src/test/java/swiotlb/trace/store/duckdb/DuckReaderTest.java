package swiotlb.trace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.InputException;
import swiotlb.trace.store.Fields;
import swiotlb.trace.store.TraceMessage;
import swiotlb.trace.store.open.TraceFiles;

@Tag("slow")
class DuckReaderTest {
  @TempDir private Path folder;

  private Path trace(String sql) throws SQLException {
    var file = folder.resolve("trace.duckdb");
    try (var trace = new DuckTrace(file, Traces.SPIKE)) {
      for (var id = 1; id <= 5_000; id++) {
        Traces.append(trace, id, id, "{\"mapping\":64,\"random\":" + id * 48271L % 7919 + "}");
      }
    }
    change(file, sql);
    return file;
  }

  private static void change(Path file, String sql) throws SQLException {
    try (var connection = new DuckDBDriver().connect("jdbc:duckdb:" + file, null);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aDatabaseThatIsNoTraceIsTold() throws SQLException {
    var file = folder.resolve("other.duckdb");
    change(file, "CREATE TABLE run (x INTEGER)");
    assertThatThrownBy(() -> TraceFiles.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("other.duckdb: is a database, but no trace");
  }

  @Test
  void tablesOfALaterVersionNameTheRemedy() throws SQLException {
    var file = trace("UPDATE run SET schema_version = 2");
    assertThatThrownBy(() -> TraceFiles.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("its tables are of version 2, and this program reads 1 to 1");
  }

  @Test
  void messagesOfALaterFormatNameTheRemedy() throws SQLException {
    var file = trace("UPDATE run SET format = 99");
    assertThatThrownBy(() -> TraceFiles.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("its messages are of format 99, and this program reads 1 to 2");
  }

  @Test
  void aTraceWithoutARunIsTold() throws SQLException {
    var file = trace("DELETE FROM run");
    assertThatThrownBy(() -> TraceFiles.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("holds no run");
  }

  @Test
  void aNumberThatStandsForNoNameIsTold() throws SQLException {
    var file = trace("DELETE FROM actor");
    assertThatThrownBy(() -> Traces.Content.of(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("which is in no dictionary");
  }

  @Test
  void missingColumnsAreTold() throws SQLException {
    var file = trace("ALTER TABLE run RENAME COLUMN clock TO watch");
    assertThatThrownBy(() -> TraceFiles.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("trace.duckdb: cannot be read");
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 100, 5_000, 20_000})
  void aFileThatWasCutIsTold(int bytes) throws IOException, SQLException {
    var file = trace("SELECT 1");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
    assertThatThrownBy(() -> Traces.Content.of(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("trace.duckdb: cannot be read")
        .hasMessageContaining("it may be cut or damaged");
  }

  @Test
  void aFileThatIsBeingWrittenIsTold() {
    var file = folder.resolve("trace.duckdb");
    try (var trace = new DuckTrace(file, Traces.SPIKE)) {
      trace.flush();
      assertThatThrownBy(() -> TraceFiles.open(file))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("trace.duckdb: is being written");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"'{\"mapping\":'", "'[1]'", "'{} garbage'", "''"})
  void fieldsThatAreNoJsonObjectAreTold(String fields) throws SQLException {
    var file = trace("UPDATE message SET fields = " + fields + " WHERE id = 4711");
    assertThatThrownBy(() -> Traces.Content.of(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("trace.duckdb: message 4711 has fields that are no JSON object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'{\"a\":' || repeat('[', 2000) || repeat(']', 2000) || '}'",
        "'{\"a\":1' || repeat('0', 2000) || '}'"
      })
  void fieldsThatNoReaderTakesApartAreTold(String fields) throws SQLException {
    var file = trace("UPDATE message SET fields = " + fields + " WHERE id = 4711");
    assertThatThrownBy(() -> Traces.Content.of(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("trace.duckdb: message 4711 has fields that are no JSON object");
  }

  @Test
  void theEndStaysTheEnd() throws IOException, SQLException {
    try (var reader = TraceFiles.open(trace("SELECT 1"))) {
      reader.forEach(message -> {});
      assertThat(reader.next()).isNull();
      assertThat(reader.next()).isNull();
    }
  }

  @Test
  void theFirstNumberCanBeAnyOne() throws IOException, SQLException {
    var file = trace("UPDATE message SET seq = seq + 100000");
    assertThat(Traces.Content.of(file).messages()).hasSize(5_000);
  }

  @Test
  void missingFieldsAreTold() throws SQLException {
    var file =
        trace(
            "ALTER TABLE message ALTER fields DROP NOT NULL;"
                + "UPDATE message SET fields = NULL WHERE id = 4711");
    assertThatThrownBy(() -> Traces.Content.of(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("trace.duckdb: message 4711 has no fields");
  }

  @Test
  void pathsOfBottomlessDepthAreTold() throws SQLException {
    var file = trace("UPDATE actor SET path = repeat('/a', 20000) WHERE path = '/a'");
    assertThatThrownBy(() -> Traces.Content.of(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("names an actor 20000 levels deep, where 64 are the most");
  }

  @ParameterizedTest
  @ValueSource(longs = {100_000, 1L << 40, Long.MAX_VALUE - 5_000})
  void numbersWithAGapAreReadToTheirEnd(long gap) throws IOException, SQLException {
    var file = trace("UPDATE message SET seq = seq + " + gap + " WHERE seq >= 2500");
    assertThat(Traces.Content.of(file).messages()).hasSize(5_000);
  }

  @Test
  void moreNamesThanAreRememberedAreReadInTurn() throws IOException {
    var file = folder.resolve("many.duckdb");
    var count = Dictionary.REMEMBERED + 3 * Dictionary.AT_ONCE;
    try (var trace = new DuckTrace(file, Traces.SPIKE)) {
      for (var id = 1; id <= count; id++) {
        trace.append(
            new TraceMessage(
                id,
                0,
                id,
                id,
                TraceMessage.UNKNOWN,
                0,
                "/transient-" + id,
                "/allocator",
                64,
                "Area.Unmap",
                Fields.NONE));
      }
    }
    try (var reader = TraceFiles.open(file)) {
      reader.forEach(
          message -> {
            assertThat(message.from()).isEqualTo("/transient-" + message.id());
            assertThat(message.to()).isEqualTo("/allocator");
          });
    }
  }
}
