package swiotlb.study.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import swiotlb.input.InputException;
import swiotlb.study.vary.Axis;
import swiotlb.trace.store.duckdb.Database;

/**
 * Results as a table of a database: a row for each run, a column for each setting that varies and
 * for each figure. What was added is committed each half second, whole replications alone. Not
 * thread-safe.
 */
final class ResultTable implements Closeable {
  /** The table, for who asks. */
  static final String NAME = "result";

  private static final long COMMIT_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final String WHOLE = "BIGINT";
  private static final String FRACTIONS = "DOUBLE";
  private static final String WORDS = "VARCHAR";
  private static final List<String> FIRST =
      List.of(
          "key VARCHAR",
          "replication_key VARCHAR",
          "point BIGINT",
          "replication BIGINT",
          "run BIGINT",
          "seed BIGINT",
          "version VARCHAR",
          "outcome VARCHAR",
          "reason VARCHAR",
          "line VARCHAR");

  private final Path file;
  private final DuckDBConnection connection;
  private final List<Axis> axes;

  /** Types of all columns by name, in the order of the table. */
  private final Map<String, String> columns = new LinkedHashMap<>();

  /** Not in the table yet: rows that come together cost a fraction of what each alone costs. */
  private final List<Map<String, Object>> pending = new ArrayList<>();

  private boolean isOpen; // a transaction
  private long committedNs = System.nanoTime();

  private ResultTable(Path file, DuckDBConnection connection, List<Axis> axes) {
    this.file = file;
    this.connection = connection;
    this.axes = axes;
  }

  /**
   * Opens a database, which need not exist. One that is damaged, as it may be if the program was
   * killed while it was made, is put aside: all that it had is in the lines.
   */
  static ResultTable open(Path file, List<Axis> axes) {
    try {
      return opened(file, axes);
    } catch (Database.DamagedException e) {
      putAside(file);
      return opened(file, axes);
    }
  }

  private static ResultTable opened(Path file, List<Axis> axes) {
    var table = new ResultTable(file, Database.openToAdd(file), axes);
    try {
      table.create();
      return table;
    } catch (SQLException e) {
      table.closeQuietly();
      throw table.unwritable(e);
    }
  }

  private static void putAside(Path file) {
    try {
      Files.move(file, Path.of(file + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(Path.of(file + ".wal"));
    } catch (IOException e) {
      throw new InputException(file.toString(), "is damaged and in the way; delete it");
    }
  }

  private void create() throws SQLException {
    var definitions = new ArrayList<>(FIRST);
    var taken = new ArrayList<>(FIRST.stream().map(ResultTable::nameOf).toList());
    for (var axis : axes) {
      var name = free(axis.path(), taken, "set ");
      taken.add(name);
      definitions.add(quoted(name) + (axis.isNumeric() ? " DOUBLE" : " VARCHAR"));
    }
    begin();
    try (var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS " + NAME + " (" + String.join(", ", definitions) + ")");
      statement.execute(
          "COMMENT ON TABLE " + NAME + " IS 'A row for each run: the settings that vary, figures'");
      for (var axis : axes) {
        statement.execute(
            "COMMENT ON COLUMN %s.%s IS '%s'"
                .formatted(NAME, quoted(taken.get(FIRST.size() + axes.indexOf(axis))), unit(axis)));
      }
      try (var names =
          statement.executeQuery(
              "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = '"
                  + NAME
                  + "' ORDER BY column_index")) {
        while (names.next()) {
          columns.put(names.getString(1), names.getString(2));
        }
      }
    }
    commit();
    if (!columns.keySet().containsAll(taken)) {
      throw new InputException(
          file.toString(), "holds a table of something else; delete it, or sweep elsewhere");
    }
  }

  private static String unit(Axis axis) {
    return axis.isOfSizes()
        ? "a setting, in bytes"
        : axis.isOfTimes() ? "a setting, in nanoseconds" : "a setting";
  }

  private static String nameOf(String definition) {
    return definition.substring(0, definition.indexOf(' '));
  }

  /** A name that no other column has; capitals make no difference. */
  private static String free(String name, List<String> taken, String otherwise) {
    return taken.stream().anyMatch(name::equalsIgnoreCase) ? otherwise + name : name;
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** What stands for the lines of each replication that is there, by its key. */
  Map<String, String> digests() {
    var digests = new TreeMap<String, Digest>();
    each(
        line -> digests.computeIfAbsent(line.replicationKey(), k -> new Digest()).add(line.text()));
    var texts = new TreeMap<String, String>();
    digests.forEach((key, digest) -> texts.put(key, digest.text()));
    return texts;
  }

  /** All lines, those of a replication together and in order. */
  void each(Consumer<ResultLine> lines) {
    flush();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT line FROM " + NAME + " ORDER BY replication_key, run")) {
      while (rows.next()) {
        ResultLine.read(rows.getString(1)).ifPresent(lines);
      }
    } catch (SQLException e) {
      throw unwritable(e);
    }
  }

  /** Takes out the rows of a replication. */
  void remove(String replicationKey) {
    flush();
    try {
      begin();
      try (var delete =
          connection.prepareStatement("DELETE FROM " + NAME + " WHERE replication_key = ?")) {
        delete.setString(1, replicationKey);
        delete.executeUpdate();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Adds the rows of a replication. */
  void append(List<ResultLine> lines) {
    lines.forEach(line -> pending.add(row(line)));
    commitNowAndThen();
  }

  private Map<String, Object> row(ResultLine line) {
    var row = new LinkedHashMap<String, Object>();
    row.put("key", line.key());
    row.put("replication_key", line.replicationKey());
    row.put("point", line.point());
    row.put("replication", (long) line.replication());
    row.put("run", (long) line.run());
    row.put("seed", line.json().path("seed").asLong());
    row.put("version", line.json().path("version").asText());
    row.put("outcome", line.outcome().word());
    if (!line.reason().isEmpty()) {
      row.put("reason", line.reason());
    }
    row.put("line", line.text());
    var taken = new ArrayList<>(row.keySet());
    taken.add("reason");
    for (var axis : axes) {
      var value = line.json().path("settings").path(axis.path()).asText();
      var name = free(axis.path(), taken, "set ");
      var number = axis.number(value);
      taken.add(name);
      row.put(name, number.isPresent() ? (Object) number.getAsDouble() : value);
    }
    if (line.figures().isObject()) {
      var figures = FlatFigures.of(line.figures());
      figures.put(
          FlatFigures.FAILED_MAPS, LongNode.valueOf(FlatFigures.failedMaps(line.figures())));
      figures.forEach((key, value) -> row.put(free(key, taken, "figure "), sql(value)));
    }
    return row;
  }

  private static Object sql(JsonNode value) {
    if (value.isIntegralNumber()) {
      return value.asLong();
    }
    if (value.isNumber()) {
      return value.asDouble();
    }
    return value.isTextual() ? value.asText() : value.toString();
  }

  private static String type(Object value) {
    if (value instanceof Long) {
      return WHOLE;
    }
    return value instanceof Double ? FRACTIONS : WORDS;
  }

  /**
   * Figures that no run had before get columns, where rows before have nothing; those that are
   * fractions now, or words, get a type that holds them all.
   */
  private void fit(List<Map<String, Object>> rows) throws SQLException {
    var wanted = new LinkedHashMap<>(columns);
    for (var row : rows) {
      row.forEach((name, value) -> wanted.merge(name, type(value), ResultTable::common));
    }
    if (wanted.equals(columns)) {
      return;
    }
    try (var statement = connection.createStatement()) {
      for (var column : wanted.entrySet()) {
        var name = quoted(column.getKey());
        var before = columns.get(column.getKey());
        if (!column.getValue().equals(before)) {
          statement.execute(
              "ALTER TABLE %s %s"
                  .formatted(
                      NAME,
                      before == null
                          ? "ADD COLUMN %s %s".formatted(name, column.getValue())
                          : "ALTER COLUMN %s SET DATA TYPE %s".formatted(name, column.getValue())));
        }
      }
    }
    columns.putAll(wanted);
  }

  /** A type that holds what two hold. */
  private static String common(String one, String other) {
    if (one.equals(other)) {
      return one;
    }
    return one.equals(WORDS) || other.equals(WORDS) ? WORDS : FRACTIONS;
  }

  /** The statements that come find all rows. */
  private void insertPending() throws SQLException {
    if (pending.isEmpty()) {
      return;
    }
    begin();
    fit(pending);
    try (var appender = connection.createAppender(NAME)) {
      for (var row : pending) {
        insert(row, appender);
      }
      appender.flush();
    }
    pending.clear();
  }

  private void insert(Map<String, Object> row, DuckDBAppender rows) throws SQLException {
    rows.beginRow();
    for (var column : columns.entrySet()) {
      var value = row.get(column.getKey());
      if (value == null) {
        rows.appendNull();
      } else if (column.getValue().equals(WORDS)) {
        rows.append(value.toString());
      } else if (column.getValue().equals(FRACTIONS)) {
        rows.append(((Number) value).doubleValue());
      } else {
        rows.append(((Number) value).longValue());
      }
    }
    rows.endRow();
  }

  private void flush() {
    try {
      insertPending();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private void begin() throws SQLException {
    if (!isOpen) {
      execute("BEGIN");
      isOpen = true;
    }
  }

  /** Commits if the last time was half a second ago. */
  void commitNowAndThen() {
    if (System.nanoTime() - committedNs >= COMMIT_EVERY_NS) {
      try {
        commit();
      } catch (SQLException e) {
        throw failed(e);
      }
    }
  }

  private void commit() throws SQLException {
    committedNs = System.nanoTime();
    insertPending();
    if (isOpen) {
      execute("COMMIT");
      isOpen = false;
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** After an error nothing of the transaction counts; a commit would say that it does. */
  private InputException failed(SQLException e) {
    pending.clear();
    if (isOpen) {
      isOpen = false;
      try {
        execute("ROLLBACK");
      } catch (SQLException again) {
        e.addSuppressed(again);
      }
    }
    return unwritable(e);
  }

  private InputException unwritable(SQLException e) {
    return new InputException(
        file.toString(),
        "cannot be written: %s; is there space? With --resume the rest follows"
            .formatted(Database.reason(e)));
  }

  private void closeQuietly() {
    try {
      connection.close();
    } catch (SQLException e) {
      isOpen = false; // Something else went wrong before, and is told.
    }
  }

  /** Rows that are there. */
  long count() {
    flush();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM " + NAME)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void close() {
    try (connection) {
      commit();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s of %s", NAME, file);
  }
}
