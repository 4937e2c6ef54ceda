package swiotlb.trace.store.open;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;
import swiotlb.trace.store.TemporaryFolder;
import swiotlb.trace.store.duckdb.Database;
import swiotlb.trace.store.duckdb.DuckTrace;
import swiotlb.trace.store.duckdb.StoredRun;

/**
 * A stored trace of any format, or the table of a sweep, that answers questions in SQL. Nothing can
 * be written, and no other file can be reached. Not thread-safe.
 */
public final class TraceDatabase implements Closeable {
  private static final String BROKEN_OFF = "Invalid result set";
  private static final String COPY = "trace.duckdb";

  /** What DuckDB says of a file that is not as it was written. */
  private static final Pattern DAMAGE =
      Pattern.compile("(?i)corrupt|checksum|could not read|invalidated");

  private final String file;
  private final TemporaryFolder spill;
  private final DuckDBConnection connection;
  private final Optional<String> flaw;

  /** Where it is kept for the next question, if it is. */
  private final Optional<Path> kept;

  private Optional<String> remark = Optional.empty();

  /** A column of a table or of an answer. */
  public record Column(String name, String type, String comment) {}

  /** A table or view. */
  public record Table(String name, String comment, List<Column> columns) {
    /** A table whose columns nobody changes. */
    public Table {
      columns = List.copyOf(columns);
    }
  }

  /** Receives an answer, row by row. */
  public interface Rows {
    /** Comes first; without comments. */
    void columns(List<Column> columns) throws IOException;

    /** The next row: numbers, booleans, texts, null; JSON and all else as text. */
    void row(List<@Nullable Object> values) throws IOException;

    /** Comes last. */
    void end() throws IOException;
  }

  /**
   * Opens a trace. One that is no database becomes one, in a temporary folder.
   *
   * @throws InputException if it cannot be read
   */
  public static TraceDatabase open(Path file) throws IOException {
    return open(file, Optional.empty());
  }

  /**
   * Opens a trace. One that is no database becomes one, which is kept if there is a cache and the
   * trace is whole and large.
   *
   * @throws InputException if it cannot be read
   */
  public static TraceDatabase open(Path file, Optional<DatabaseCache> cache) throws IOException {
    var spill = TemporaryFolder.create();
    try {
      if (TraceFiles.isDatabase(file)) {
        return new TraceDatabase(file.toString(), file, spill, Optional.empty(), Optional.empty());
      }
      var place = cache.flatMap(c -> c.placeOf(file));
      return cache.isPresent() && place.isPresent()
          ? throughCache(file, spill, cache.get(), place.get())
          : converted(file, spill);
    } catch (InputException | IOException e) {
      spill.close();
      throw e;
    }
  }

  private static TraceDatabase throughCache(
      Path file, TemporaryFolder spill, DatabaseCache cache, Path place) throws IOException {
    var wasDamaged = false;
    if (Files.exists(place)) {
      try {
        var kept =
            new TraceDatabase(file.toString(), place, spill, Optional.empty(), Optional.of(place));
        cache.used(place);
        return kept;
      } catch (InputException e) {
        wasDamaged = Files.exists(place); // Else another process has tidied it away.
        DatabaseCache.forget(place);
      }
    }
    var made = madeFor(file, spill, cache, place);
    if (wasDamaged) {
      made.remark =
          Optional.of(
              file + ": the database that was kept of it was damaged, and has been made anew");
    }
    return made;
  }

  /** Makes a database in the cache, or, if that cannot be or should not be, beside it. */
  private static TraceDatabase madeFor(
      Path file, TemporaryFolder spill, DatabaseCache cache, Path place) throws IOException {
    var unfinished = cache.unfinished();
    if (unfinished.isEmpty()) {
      return converted(file, spill);
    }
    try {
      var flaw = convert(file, unfinished.get(), true);
      // One that goes on growing, or was replaced, is another one by now.
      var isSame = cache.placeOf(file).filter(place::equals).isPresent();
      if (flaw.isEmpty() && isSame && cache.keep(unfinished.get(), place)) {
        cache.tidy(place);
        return new TraceDatabase(
            file.toString(), place, spill, Optional.empty(), Optional.of(place));
      }
      var copy = spill.path().resolve(COPY);
      Files.move(unfinished.get(), copy);
      return new TraceDatabase(file.toString(), copy, spill, flaw, Optional.empty());
    } finally {
      DatabaseCache.forget(unfinished.get());
    }
  }

  private static TraceDatabase converted(Path file, TemporaryFolder spill) throws IOException {
    var copy = spill.path().resolve(COPY);
    var flaw = convert(file, copy, false);
    return new TraceDatabase(file.toString(), copy, spill, flaw, Optional.empty());
  }

  /** Makes a trace a database; the flaw that it has. */
  private static Optional<String> convert(Path file, Path copy, boolean derive) throws IOException {
    try (var reader = TraceFiles.open(file)) {
      try (var trace = new DuckTrace(copy, reader.header())) {
        reader.forEach(trace::append);
        reader.flaw().ifPresent(trace::flaw);
        trace.omitted(reader.omitted());
        trace.close(derive);
      }
      return reader.flaw();
    }
  }

  private TraceDatabase(
      String file,
      Path database,
      TemporaryFolder spill,
      Optional<String> flaw,
      Optional<Path> kept) {
    this.file = file;
    this.kept = kept;
    this.spill = spill;
    connection = Database.openReadOnly(database, spill.path());
    try {
      this.flaw =
          flaw.isPresent() || StoredRun.isOfSweep(connection)
              ? flaw
              : StoredRun.read(file, connection).flaw(file);
    } catch (SQLException e) {
      closeQuietly();
      throw unreadable(e);
    } catch (InputException e) {
      closeQuietly();
      throw e;
    }
  }

  private void closeQuietly() {
    try {
      connection.close();
    } catch (SQLException e) {
      // The first error is the one to tell of.
    }
  }

  /** What is wrong with the end of the trace, as a sentence that names the file. */
  public Optional<String> flaw() {
    return flaw;
  }

  /** What is to be told of the cache, as a sentence that names the trace. */
  public Optional<String> remark() {
    return remark;
  }

  /** The tables and views, with what their columns mean. */
  public List<Table> tables() {
    var columns = new LinkedHashMap<String, List<Column>>();
    var comments = new LinkedHashMap<String, String>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                WITH named AS (
                  SELECT table_name AS name, comment FROM duckdb_tables() WHERE NOT internal
                  UNION ALL
                  SELECT view_name, comment FROM duckdb_views() WHERE NOT internal
                )
                SELECT n.name, coalesce(n.comment, ''), c.column_name, c.data_type,
                  coalesce(c.comment, '')
                FROM named AS n JOIN duckdb_columns() AS c ON c.table_name = n.name
                ORDER BY list_position(
                    ['run', 'messages', 'mapping', 'attempt', 'area_state', 'growth', 'message',
                     'actor', 'type'], n.name), n.name, c.column_index
                """)) {
      while (rows.next()) {
        comments.put(rows.getString(1), rows.getString(2));
        columns
            .computeIfAbsent(rows.getString(1), name -> new ArrayList<>())
            .add(new Column(rows.getString(3), rows.getString(4), rows.getString(5)));
      }
    } catch (SQLException e) {
      throw unreadable(e);
    }
    return columns.entrySet().stream()
        .map(
            table ->
                new Table(
                    table.getKey(),
                    Objects.requireNonNull(comments.get(table.getKey())),
                    table.getValue()))
        .toList();
  }

  /**
   * Answers a question, row by row.
   *
   * @throws InputException if it cannot be answered, with what DuckDB says and which tables there
   *     are, or if it is several questions
   */
  public void query(String sql, Rows to) throws IOException {
    try (var statement = connection.createStatement()) {
      var questions = questions(sql);
      if (questions > 1) {
        throw new InputException(
            file, "is asked " + questions + " questions at once; ask one at a time");
      }
      if (statement.execute(sql)) {
        try (var answer = statement.getResultSet()) {
          send(answer, to);
        }
      }
    } catch (SQLException e) {
      var reason = Objects.requireNonNullElse(e.getMessage(), "cannot be asked that").strip();
      if (kept.isPresent() && DAMAGE.matcher(reason).find()) {
        DatabaseCache.forget(kept.get());
        throw new InputException(
            file, "the database that was kept of it was damaged, and is deleted now; ask again");
      }
      throw new InputException(
          file, reason.contains(BROKEN_OFF) ? whyBrokenOff(sql, reason) : reason + "\n" + remedy());
    }
  }

  /**
   * Of an answer that breaks off while it is sent DuckDB says nothing of use; asked how it comes
   * about, it breaks off for the same reason and names it.
   */
  private String whyBrokenOff(String sql, String otherwise) {
    try (var statement = connection.createStatement()) {
      statement.execute("EXPLAIN ANALYZE " + sql);
      return otherwise;
    } catch (SQLException e) {
      var reason = Objects.requireNonNullElse(e.getMessage(), otherwise);
      return reason.split("\n\nLINE ", 2)[0].strip(); // What follows is a line that nobody wrote.
    }
  }

  private String remedy() {
    return "It can be read only; its tables are "
        + String.join(", ", tables().stream().map(Table::name).toList())
        + "; without a query their columns are shown.";
  }

  /** How many there are, as far as that can be told; only the last one would be answered. */
  private int questions(String sql) throws SQLException {
    try (var count =
        connection.prepareStatement(
            "SELECT json_array_length(json_serialize_sql(?), 'statements')")) {
      count.setString(1, sql);
      try (var answer = count.executeQuery()) {
        return answer.next() ? answer.getInt(1) : 0;
      }
    }
  }

  private static void send(ResultSet answer, Rows to) throws SQLException, IOException {
    var about = answer.getMetaData();
    var columns = new ArrayList<Column>();
    for (var i = 1; i <= about.getColumnCount(); i++) {
      columns.add(new Column(about.getColumnLabel(i), about.getColumnTypeName(i), ""));
    }
    to.columns(columns);
    while (answer.next()) {
      var values = new ArrayList<@Nullable Object>();
      for (var i = 1; i <= columns.size(); i++) {
        var value = answer.getObject(i);
        var isPlain = value == null || value instanceof Number || value instanceof Boolean;
        values.add(isPlain ? value : answer.getString(i));
      }
      to.row(values);
    }
    to.end();
  }

  private InputException unreadable(SQLException e) {
    return new InputException(file, Database.whyNotRead(e));
  }

  @Override
  public void close() {
    try (spill) {
      connection.close();
    } catch (SQLException e) {
      throw new InputException(file, "cannot be closed: " + Database.reason(e));
    }
  }
}
