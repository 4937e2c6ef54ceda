package swiotlb.trace.store.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBConnection;

/** The tables of messages and of names, as batches fill them. */
final class MessageTable implements BatchSink, AutoCloseable {
  private static final String INSERT = "INSERT INTO message FROM " + BatchRows.NAME + "()";

  private final Path file;
  private final Path log;
  private final DuckDBConnection connection;
  private final BatchRows rows = new BatchRows();
  private final Statement statement;
  private volatile long bytes;

  /** Fills tables that exist. */
  MessageTable(Path file, DuckDBConnection connection) throws SQLException {
    this.file = file;
    this.log = Path.of(file + ".wal");
    this.connection = connection;
    rows.register(connection);
    connection.setAutoCommit(false);
    statement = connection.createStatement();
  }

  @Override
  public void write(Batch batch) throws SQLException {
    append(batch.actors, "actor");
    append(batch.types, "type");
    rows.offer(batch);
    statement.executeUpdate(INSERT);
    measure();
  }

  /** An appender belongs to the thread that made it; new names are rare. */
  private void append(List<Batch.Name> names, String dictionary) throws SQLException {
    if (names.isEmpty()) {
      return;
    }
    try (var appender = connection.createAppender(dictionary)) {
      for (var name : names) {
        appender.beginRow().append(name.id()).append(name.text()).endRow();
      }
      appender.flush();
    }
  }

  @Override
  public void commit() throws SQLException {
    connection.commit();
    measure();
  }

  /** Bytes on the disk, of the file and of what has not been merged into it yet. */
  long bytes() {
    return bytes;
  }

  private void measure() throws SQLException {
    try {
      bytes = Files.size(file) + (Files.exists(log) ? Files.size(log) : 0);
    } catch (IOException e) {
      throw new SQLException("the file has gone: " + e.getMessage(), e);
    }
  }

  /** Ends the filling; the connection stays. */
  @Override
  public void close() throws SQLException {
    rows.offer(new Batch());
    statement.close();
  }
}
