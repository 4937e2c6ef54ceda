package swiotlb.trace.duckdb;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import swiotlb.trace.file.Fields;
import swiotlb.trace.file.TraceException;
import swiotlb.trace.file.TraceHeader;
import swiotlb.trace.file.TraceMessage;
import swiotlb.trace.file.TraceReader;

/**
 * Reads a trace that is stored as a database, page by page. Memory is bounded by a page, and by the
 * names of the actors.
 */
public final class DuckReader implements TraceReader {
  private static final int PAGE_ROWS = 1 << 15;

  private final String file;
  private final DuckDBConnection connection;
  private final SpillFolder spill;
  private final StoredRun run;
  private final Map<Integer, String> actors = new HashMap<>();
  private final Map<Integer, String> types = new HashMap<>();
  private final PreparedStatement pages;
  private final PreparedStatement beginnings;
  private @Nullable ResultSet page;
  private long nextSeq;

  /**
   * Opens a trace.
   *
   * @throws TraceException if it is none, of a later version, or being written
   */
  public DuckReader(Path path) {
    file = path.toString();
    spill = SpillFolder.shared();
    try {
      connection = Database.openReadOnly(path, spill.path());
    } catch (TraceException e) {
      spill.close();
      throw e;
    }
    try {
      run = StoredRun.read(file, connection);
      names("SELECT id, path FROM actor", actors);
      names("SELECT id, name FROM type", types);
      pages =
          connection.prepareStatement(
              "SELECT seq, id, cause, sent_ns, at_ns, handled_ns, queued, from_actor, to_actor,"
                  + " mapping, type, fields FROM message WHERE seq >= ? AND seq < ? ORDER BY seq");
      beginnings = connection.prepareStatement("SELECT min(seq) FROM message WHERE seq >= ?");
    } catch (SQLException e) {
      close();
      throw unreadable(e);
    } catch (TraceException e) {
      close();
      throw e;
    }
  }

  private void names(String query, Map<Integer, String> names) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      while (rows.next()) {
        names.put(rows.getInt(1), rows.getString(2));
      }
    }
  }

  @Override
  public TraceHeader header() {
    return run.header();
  }

  @Override
  public @Nullable TraceMessage next() {
    try {
      while (true) {
        var rows = page;
        if (rows != null && rows.next()) {
          return message(rows);
        }
        if (!openPage()) {
          return null;
        }
      }
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /** Goes to the page that holds the next row there is. */
  private boolean openPage() throws SQLException {
    if (page != null) {
      page.close();
      page = null;
    }
    if (nextSeq < 0) {
      return false; // No number is left.
    }
    beginnings.setLong(1, nextSeq);
    try (var least = beginnings.executeQuery()) {
      var begin = least.next() ? least.getLong(1) : 0;
      if (least.wasNull()) {
        return false;
      }
      pages.setLong(1, begin);
      nextSeq = begin + PAGE_ROWS;
      pages.setLong(2, nextSeq);
    }
    page = pages.executeQuery();
    return true;
  }

  private TraceMessage message(ResultSet row) throws SQLException {
    return new TraceMessage(
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        orUnknown(row.getLong(5), row),
        orUnknown(row.getLong(6), row),
        (int) orUnknown(row.getInt(7), row),
        name(actors, row.getInt(8)),
        name(actors, row.getInt(9)),
        orUnknown(row.getLong(10), row),
        name(types, row.getInt(11)),
        fields(row));
  }

  private Fields fields(ResultSet row) throws SQLException {
    var fields = row.getString(12);
    if (fields == null) {
      throw new TraceException(
          file, "message " + row.getLong(2) + " has no fields; record it once more");
    }
    return new Fields(fields);
  }

  private static long orUnknown(long value, ResultSet row) throws SQLException {
    return row.wasNull() ? TraceMessage.UNKNOWN : value;
  }

  private String name(Map<Integer, String> names, int number) {
    var name = names.get(number);
    if (name == null) {
      throw new TraceException(
          file, "message " + nextSeq + " names " + number + ", which is in no dictionary");
    }
    return name;
  }

  @Override
  public boolean isComplete() {
    return run.flaw(file).isEmpty();
  }

  @Override
  public long omitted() {
    return run.omitted();
  }

  @Override
  public Optional<String> flaw() {
    return run.flaw(file);
  }

  private TraceException unreadable(SQLException e) {
    return new TraceException(file, Database.whyNotRead(e));
  }

  @Override
  public void close() {
    try (spill) {
      connection.close();
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }
}
