package swiotlb.trace.store.duckdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;

/**
 * The names that a trace stores as numbers. Numbers were given in the order in which names came up,
 * so those that follow one are read along with it. Memory is bounded by the names remembered. Not
 * thread-safe.
 */
final class Dictionary {
  /** Read at a time. */
  static final int AT_ONCE = 8192;

  /** Remembered at most, before those that are read at a time. */
  static final int REMEMBERED = 1 << 16;

  /** Says why a name can be none, as the end of a sentence about the file; null if it can. */
  interface Check {
    @Nullable String flaw(String name);
  }

  private final String file;
  private final PreparedStatement lookUp;
  private final Check check;
  private final Map<Integer, String> names = new HashMap<>();

  /**
   * Reads a table of names.
   *
   * @param file by which errors name it
   * @param column that holds the names, beside {@code id}
   */
  Dictionary(String file, Connection connection, String table, String column, Check check)
      throws SQLException {
    this.file = file;
    this.check = check;
    this.lookUp =
        connection.prepareStatement(
            "SELECT id, " + column + " FROM " + table + " WHERE id BETWEEN ? AND ?");
  }

  /**
   * What a number stands for.
   *
   * @param message by which an error names who uses it
   * @throws InputException if it stands for nothing, or what it stands for can be no name
   */
  String name(int number, long message) throws SQLException {
    var known = names.get(number);
    if (known != null) {
      return known;
    }
    read(number);
    var name = names.get(number);
    if (name == null) {
      throw new InputException(
          file,
          "message "
              + message
              + " names "
              + number
              + ", which is in no dictionary; record the trace once more");
    }
    return name;
  }

  private void read(int first) throws SQLException {
    if (names.size() > REMEMBERED) {
      names.clear();
    }
    lookUp.setInt(1, first);
    lookUp.setInt(2, (int) Math.min(Integer.MAX_VALUE, (long) first + AT_ONCE - 1));
    try (var rows = lookUp.executeQuery()) {
      while (rows.next()) {
        names.put(rows.getInt(1), required(rows.getString(2)));
      }
    }
  }

  private String required(@Nullable String name) {
    var flaw = name == null ? "has a name that is null" : check.flaw(name);
    if (name == null || flaw != null) {
      throw new InputException(file, flaw + "; record the trace once more");
    }
    return name;
  }
}
