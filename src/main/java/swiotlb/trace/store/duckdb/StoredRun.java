package swiotlb.trace.store.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import swiotlb.input.InputException;
import swiotlb.trace.store.TraceHeader;

/**
 * What a database says of the run that it holds.
 *
 * @param messages that it holds; absent if the run did not come to its end
 * @param omitted messages that were left out, since the trace had grown too large
 * @param missing what is missing of the trace that it was made of
 */
public record StoredRun(
    TraceHeader header, OptionalLong messages, long omitted, Optional<String> missing) {

  /**
   * Reads it.
   *
   * @throws InputException if the database is no trace, or of a later version
   */
  public static StoredRun read(String file, Connection connection) throws SQLException {
    requireTrace(file, connection);
    try (var statement = connection.createStatement();
        var run = statement.executeQuery("FROM run")) {
      if (!run.next()) {
        throw new InputException(file, "holds no run: its table run is empty; record it once more");
      }
      requireKnown(
          file, "its tables are of version ", run.getInt("schema_version"), Schema.VERSION);
      requireKnown(file, "its messages are of format ", run.getInt("format"), TraceHeader.LATEST);
      return new StoredRun(
          header(run),
          number(run, "messages"),
          number(run, "omitted").orElse(0),
          Optional.ofNullable(run.getString("flaw")));
    }
  }

  private static void requireKnown(String file, String what, int found, int latest) {
    if (found > latest) {
      throw new InputException(
          file,
          what
              + found
              + ", and this program reads 1 to "
              + latest
              + "; read it with the version that wrote it, or a later one");
    }
  }

  /** Whether a database holds the results of a sweep, which are no trace but answer questions. */
  public static boolean isOfSweep(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var found =
            statement.executeQuery(
                "SELECT count(*) FROM duckdb_columns() WHERE table_name = 'result'"
                    + " AND column_name = 'replication_key'")) {
      found.next();
      return found.getInt(1) > 0;
    }
  }

  private static void requireTrace(String file, Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var columns =
            statement.executeQuery(
                "SELECT count(*) FROM duckdb_columns() WHERE NOT internal"
                    + " AND ((table_name = 'run' AND column_name = 'schema_version')"
                    + " OR (table_name = 'message' AND column_name = 'seq'))")) {
      if (!columns.next() || columns.getInt(1) < 2) {
        throw new InputException(
            file, "is a database, but no trace; write one with: run SCENARIO --trace FILE.duckdb");
      }
    }
  }

  private static TraceHeader header(ResultSet run) throws SQLException {
    return new TraceHeader(
        run.getInt("format"),
        !"real".equals(run.getString("clock")),
        Optional.ofNullable(run.getString("scenario")),
        number(run, "seed"),
        number(run, "schedule_seed"),
        run.getBoolean("jitter"),
        Optional.ofNullable(run.getString("selection")));
  }

  private static OptionalLong number(ResultSet row, String column) throws SQLException {
    var value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** What is wrong with the end of a trace, as a sentence that names the file. */
  public Optional<String> flaw(String file) {
    if (omitted > 0) {
      return Optional.of(
          file
              + ": ends where it had reached the size it was limited to; "
              + omitted
              + " more messages were left out");
    }
    if (missing.isPresent()) {
      return Optional.of(file + ": was made of a trace that is not whole: " + missing.get());
    }
    return messages.isPresent()
        ? Optional.empty()
        : Optional.of(file + ": the run was killed; what came before its last moments is whole");
  }
}
