package swiotlb.trace.store.duckdb;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;
import swiotlb.trace.store.ActorPath;
import swiotlb.trace.store.Fields;
import swiotlb.trace.store.TraceHeader;
import swiotlb.trace.store.TraceMessage;
import swiotlb.trace.store.TraceReader;

/**
 * Reads a trace that is stored as a database, page by page. Memory is bounded by a page and the
 * names that are remembered. Not thread-safe.
 */
public final class DuckReader implements TraceReader {
  private static final int PAGE_ROWS = 1 << 15;

  private final String file;
  private final DuckDBConnection connection;
  private final SpillFolder spill;
  private final StoredRun run;

  /** Beside the other, which has a page open. */
  private final DuckDBConnection names;

  private final Dictionary actors;
  private final Dictionary types;
  private final PreparedStatement pages;
  private final PreparedStatement beginnings;
  private @Nullable ResultSet page;

  /** Of the page that was read last; before the first one there may be a gap as well. */
  private int rowsOfPage;

  private boolean isOver;
  private long nextSeq;

  /**
   * Opens a trace.
   *
   * @throws InputException if it is none, of a later version, or being written
   */
  public DuckReader(Path path) {
    file = path.toString();
    spill = SpillFolder.shared();
    try {
      connection = Database.openReadOnly(path, spill.path());
      names = Database.another(path, connection);
    } catch (InputException e) {
      spill.close();
      throw e;
    }
    try {
      run = StoredRun.read(file, connection);
      actors = new Dictionary(file, names, "actor", "path", ActorPath::flaw);
      types = new Dictionary(file, names, "type", "name", type -> null);
      pages =
          connection.prepareStatement(
              "SELECT seq, id, cause, sent_ns, at_ns, handled_ns, queued, from_actor, to_actor,"
                  + " mapping, type, fields, json_valid(fields)"
                  + " FROM message WHERE seq >= ? AND seq < ? ORDER BY seq");
      beginnings = connection.prepareStatement("SELECT min(seq) FROM message WHERE seq >= ?");
    } catch (SQLException e) {
      close();
      throw unreadable(e);
    } catch (InputException e) {
      close();
      throw e;
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
          rowsOfPage++;
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

  /** Goes on to the next page, or to the one that holds the next row there is. */
  private boolean openPage() throws SQLException {
    if (page != null) {
      page.close();
      page = null;
    }
    if (isOver || (rowsOfPage == 0 && !skipGap()) || nextSeq < 0) {
      isOver = true;
      return false;
    }
    pages.setLong(1, nextSeq);
    nextSeq += PAGE_ROWS;
    pages.setLong(2, nextSeq < 0 ? Long.MAX_VALUE : nextSeq);
    page = pages.executeQuery();
    rowsOfPage = 0;
    return true;
  }

  /** Where nothing was found there may be a gap, or the end. */
  private boolean skipGap() throws SQLException {
    beginnings.setLong(1, nextSeq);
    try (var least = beginnings.executeQuery()) {
      if (nextSeq < 0 || !least.next()) {
        return false;
      }
      var next = least.getLong(1);
      if (least.wasNull()) {
        return false;
      }
      nextSeq = next;
      return true;
    }
  }

  private TraceMessage message(ResultSet row) throws SQLException {
    return new TraceMessage(
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        orUnknown(row.getLong(5), row),
        orUnknown(row.getLong(6), row),
        (int) orUnknown(row.getInt(7), row),
        actors.name(row.getInt(8), row.getLong(2)),
        actors.name(row.getInt(9), row.getLong(2)),
        orUnknown(row.getLong(10), row),
        types.name(row.getInt(11), row.getLong(2)),
        fields(row));
  }

  private Fields fields(ResultSet row) throws SQLException {
    var fields = row.getString(12);
    if (fields == null || !row.getBoolean(13) || !Fields.isObject(fields)) {
      throw new InputException(
          file,
          "message "
              + row.getLong(2)
              + (fields == null ? " has no fields" : " has fields that are no JSON object")
              + "; record the trace once more");
    }
    return new Fields(fields);
  }

  private static long orUnknown(long value, ResultSet row) throws SQLException {
    return row.wasNull() ? TraceMessage.UNKNOWN : value;
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

  private InputException unreadable(SQLException e) {
    return new InputException(file, Database.whyNotRead(e));
  }

  @Override
  public void close() {
    try (spill;
        connection;
        names) {
      // All of them, whichever fails.
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }
}
