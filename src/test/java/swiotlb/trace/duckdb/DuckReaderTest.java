package swiotlb.trace.duckdb;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.trace.file.TraceException;
import swiotlb.trace.file.TraceFiles;

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
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("other.duckdb: is a database, but no trace");
  }

  @Test
  void tablesOfALaterVersionNameTheRemedy() throws SQLException {
    var file = trace("UPDATE run SET schema_version = 2");
    assertThatThrownBy(() -> TraceFiles.open(file))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("its tables are of version 2, and this program reads 1 to 1");
  }

  @Test
  void aTraceWithoutARunIsTold() throws SQLException {
    var file = trace("DELETE FROM run");
    assertThatThrownBy(() -> TraceFiles.open(file))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("holds no run");
  }

  @Test
  void aNumberThatStandsForNoNameIsTold() throws SQLException {
    var file = trace("DELETE FROM actor");
    assertThatThrownBy(() -> Traces.Content.of(file))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("which is in no dictionary");
  }

  @Test
  void missingColumnsAreTold() throws SQLException {
    var file = trace("ALTER TABLE run RENAME COLUMN clock TO watch");
    assertThatThrownBy(() -> TraceFiles.open(file))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("trace.duckdb: cannot be read");
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 100, 5_000, 20_000})
  void aFileThatWasCutIsTold(int bytes) throws IOException, SQLException {
    var file = trace("SELECT 1");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
    assertThatThrownBy(() -> Traces.Content.of(file))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("trace.duckdb: cannot be read")
        .hasMessageContaining("it may be cut or damaged");
  }

  @Test
  void aFileThatIsBeingWrittenIsTold() {
    var file = folder.resolve("trace.duckdb");
    try (var trace = new DuckTrace(file, Traces.SPIKE)) {
      trace.flush();
      assertThatThrownBy(() -> TraceFiles.open(file))
          .isInstanceOf(TraceException.class)
          .hasMessageContaining("trace.duckdb: is being written");
    }
  }
}
