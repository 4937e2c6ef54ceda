package swiotlb.trace.store.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import swiotlb.input.InputException;

/**
 * Connections to files of DuckDB. Nothing is ever loaded from a network, and what is opened for
 * reading reaches no other file. The native library is loaded with the first connection.
 */
public final class Database {
  /** Work space of the one that writes; what does not fit goes to a folder beside the file. */
  private static final String WRITER_MEMORY = "1GB";

  private static final String READER_MEMORY = "1GB";

  /** So large that a busy run writes no part of a table twice, and a killed one opens soon. */
  private static final String LOG_BEFORE_CHECKPOINT = "256MB";

  /** The oldest version that opens what is written. */
  private static final String READABLE_FROM = "v1.4.0";

  /** Not the word block, of which DuckDB speaks where a file is damaged. */
  private static final Pattern LOCK = Pattern.compile("\\block\\b");

  private Database() {}

  /**
   * Creates a file, in place of one that may be there.
   *
   * @throws InputException if it cannot be written
   */
  static DuckDBConnection create(Path file) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new InputException(file.toString(), "is no regular file; name one, or a new one");
      }
      Files.deleteIfExists(file);
      Files.deleteIfExists(Path.of(file + ".wal"));
    } catch (IOException e) {
      throw new InputException(
          file.toString(), "cannot be written; name a file in a writable folder");
    }
    var properties = properties(WRITER_MEMORY);
    properties.setProperty("checkpoint_threshold", LOG_BEFORE_CHECKPOINT);
    properties.setProperty("storage_compatibility_version", READABLE_FROM);
    try {
      return open(file, properties);
    } catch (SQLException e) {
      throw new InputException(
          file.toString(),
          "cannot be written: " + reason(e) + "; name a file in a writable folder");
    }
  }

  /** A file that is a database no more, or not yet. */
  public static final class DamagedException extends InputException {
    private static final long serialVersionUID = 1;

    private DamagedException(Path file, SQLException e) {
      super(file.toString(), whyNotRead(e));
    }
  }

  /**
   * Opens a file to add to what is there, and creates it if it is not. What a killed program left
   * of the native library is taken away.
   *
   * @throws DamagedException if it is no database
   * @throws InputException if it is being written, or cannot be
   */
  public static DuckDBConnection openToAdd(Path file) {
    UnpackedLibrary.forgetAbandoned();
    var properties = properties(WRITER_MEMORY);
    properties.setProperty("checkpoint_threshold", LOG_BEFORE_CHECKPOINT);
    properties.setProperty("threads", "1"); // Others have work for all cores.
    if (!Files.exists(file)) {
      properties.setProperty("storage_compatibility_version", READABLE_FROM);
    }
    try {
      return open(file, properties);
    } catch (SQLException e) {
      var why = whyNotOpened(e);
      if (why.equals(whyNotRead(e)) && Files.isRegularFile(file)) {
        throw new DamagedException(file, e);
      }
      throw new InputException(file.toString(), why);
    }
  }

  /**
   * Opens a file for reading only.
   *
   * @param spill folder for what does not fit into memory; it need not exist
   * @throws InputException if it is no database, is being written, or of a later version
   */
  public static DuckDBConnection openReadOnly(Path file, Path spill) {
    var properties = properties(READER_MEMORY);
    properties.setProperty(DuckDBDriver.DUCKDB_READONLY_PROPERTY, "true");
    properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    properties.setProperty("temp_directory", spill.toAbsolutePath().toString());
    properties.setProperty("enable_external_access", "false");
    try {
      if (!Files.exists(file)) {
        throw new NoSuchFileException(file.toString());
      }
      return open(file, properties);
    } catch (NoSuchFileException e) {
      throw new InputException(
          file.toString(),
          "there is no such file; write one with: run SCENARIO --trace FILE.duckdb");
    } catch (SQLException e) {
      throw new InputException(file.toString(), whyNotOpened(e));
    }
  }

  /**
   * Opens a file once more, beside a connection to it, which is closed if that fails.
   *
   * @throws InputException if it cannot be opened
   */
  static DuckDBConnection another(Path file, DuckDBConnection first) {
    try {
      return first.duplicate();
    } catch (SQLException e) {
      try {
        first.close();
      } catch (SQLException again) {
        e.addSuppressed(again);
      }
      throw new InputException(file.toString(), whyNotOpened(e));
    }
  }

  private static String whyNotOpened(SQLException e) {
    var reason = reason(e);
    if (LOCK.matcher(reason).find() || reason.contains("same database file")) {
      return "is being written; wait until the run has ended, or end it (" + reason + ")";
    }
    if (reason.contains("newer version") || reason.contains("version number")) {
      return "was written by another version; read it with that one (" + reason + ")";
    }
    return whyNotRead(e);
  }

  /** What is wrong with a database that cannot be read, and what to do. */
  public static String whyNotRead(SQLException e) {
    return "cannot be read: " + reason(e) + "; it may be cut or damaged: record it once more";
  }

  private static Properties properties(String memory) {
    var properties = new Properties();
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    properties.setProperty("memory_limit", memory);
    return properties;
  }

  /** An absolute path is nothing but a path; a semicolon would begin settings. */
  private static DuckDBConnection open(Path file, Properties properties) throws SQLException {
    var path = file.toAbsolutePath().toString();
    if (path.contains(";") || path.contains("?")) {
      throw new InputException(
          file.toString(), "a database cannot have ; or ? in its path; give it another name");
    }
    Connection connection =
        Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:" + path, properties));
    UnpackedLibrary.forget();
    return connection.unwrap(DuckDBConnection.class);
  }

  /** The first line of what the database says. */
  public static String reason(SQLException e) {
    return Objects.requireNonNullElse(e.getMessage(), "unknown reason")
        .lines()
        .findFirst()
        .orElse("unknown reason");
  }
}
