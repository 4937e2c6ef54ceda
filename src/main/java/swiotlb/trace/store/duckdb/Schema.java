package swiotlb.trace.store.duckdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables of a stored trace, every column with a comment. Those that are derived from messages
 * are views until the trace is complete, and then tables of the same name and columns.
 */
final class Schema {
  /** Version of the tables. */
  static final int VERSION = 1;

  private static final List<Derived> DERIVED =
      List.of(
          new Derived("mapping", "Every mapping: what became of it, and where its time went"),
          new Derived(
              "area_state",
              "In which state each request left an area; empty in traces of format 1"),
          new Derived("growth", "Each step of growth; empty in traces of format 1"));

  /** What follows from the messages. */
  private record Derived(String name, String comment) {}

  private Schema() {}

  /** Creates tables, and views of what is derived. */
  static void create(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(text("schema.sql"));
      for (var derived : DERIVED) {
        statement.execute("CREATE VIEW " + derived.name + " AS " + text(derived.name + ".sql"));
        comment(connection, "VIEW", derived);
      }
      statement.execute(text("comments.sql"));
    }
  }

  /** Puts tables in place of the views. */
  static void deriveTables(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var derived : DERIVED) {
        statement.execute("DROP VIEW " + derived.name);
        statement.execute("CREATE TABLE " + derived.name + " AS " + text(derived.name + ".sql"));
        comment(connection, "TABLE", derived);
      }
      statement.execute(text("comments.sql"));
    }
  }

  private static void comment(Connection connection, String kind, Derived derived)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "COMMENT ON " + kind + " " + derived.name + " IS '" + derived.comment + "'");
    }
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
