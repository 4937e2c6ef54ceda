package swiotlb.trace.store.duckdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of a stored trace, every column with a comment. Those that are derived from messages
 * are views until the trace is complete, and then tables of the same name and columns.
 */
final class Schema {
  /** Version of the tables. */
  static final int VERSION = 1;

  /** In such an order that each follows from what is before it. */
  private static final List<Derived> DERIVED =
      List.of(
          new Derived("attempt", "Every attempt at a mapping: drivers try again, and resets undo"),
          new Derived("mapping", "Every mapping, once: what became of it, and where its time went"),
          new Derived(
              "area_state",
              "In which state each request left an area; empty in traces of format 1"),
          new Derived("growth", "Each step of growth; empty in traces of format 1"));

  /** What follows from the messages. */
  private record Derived(String name, String comment) {}

  private Schema() {}

  /** All statements, one after the other. */
  static String all() {
    var statements = new StringBuilder().append(VERSION).append(text("schema.sql"));
    DERIVED.forEach(derived -> statements.append(text(derived.name + ".sql")));
    return statements.append(text("comments.sql")).toString();
  }

  /** Some statements. */
  private interface Statements {
    void executeWith(Statement statement) throws SQLException;
  }

  /** Creates tables, and views of what is derived. */
  static void create(Connection connection) throws SQLException {
    atOnce(
        connection,
        statement -> {
          statement.execute(text("schema.sql"));
          for (var derived : DERIVED) {
            statement.execute("CREATE VIEW " + derived.name + " AS " + text(derived.name + ".sql"));
            comment(statement, "VIEW", derived);
          }
          statement.execute(text("comments.sql"));
        });
  }

  /** Puts tables in place of the views, in the transaction that is open. */
  static void deriveTables(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var derived : DERIVED) {
        statement.execute("DROP VIEW " + derived.name);
        statement.execute("CREATE TABLE " + derived.name + " AS " + text(derived.name + ".sql"));
        comment(statement, "TABLE", derived);
      }
      statement.execute(text("comments.sql"));
    }
  }

  /** All of it or nothing. A hundred statements that each wait for the disk take far longer. */
  private static void atOnce(Connection connection, Statements statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("BEGIN");
      try {
        statements.executeWith(statement);
        statement.execute("COMMIT");
      } catch (SQLException e) {
        rollBack(statement, e);
        throw e;
      }
    }
  }

  private static void rollBack(Statement statement, SQLException because) {
    try {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }

  private static void comment(Statement statement, String kind, Derived derived)
      throws SQLException {
    statement.execute("COMMENT ON " + kind + " " + derived.name + " IS '" + derived.comment + "'");
  }

  private static String text(String resource) {
    try (var in = Schema.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing from the program: " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
