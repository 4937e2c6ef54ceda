package swiotlb.trace.store.duckdb;

import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.OptionalLong;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;
import swiotlb.trace.store.TraceHeader;
import swiotlb.trace.store.TraceMessage;

/**
 * A trace that is stored as a database while its messages come. A thread of its own writes and
 * commits each half second, so that a killed run leaves all but its last moments. If the disk is
 * slower than the run, the run waits. Thread-safe.
 */
public final class DuckTrace implements Closeable {
  private final Path file;
  private final boolean isVirtual;
  private final DuckDBConnection connection;
  private final MessageTable table;
  private final WriterThread writer;
  private final Intake intake;
  private long omitted;
  private @Nullable String flaw;
  private boolean isClosed;

  /**
   * Creates a file for a trace, in place of one that may be there.
   *
   * @throws InputException if it cannot be written
   */
  public DuckTrace(Path file, TraceHeader header) {
    this.file = file;
    this.isVirtual = header.isVirtual();
    this.connection = Database.create(file);
    try {
      Schema.create(connection);
      insertRun(header);
      table = new MessageTable(file, connection);
    } catch (SQLException e) {
      closeAfter(e);
      throw unwritable(e);
    }
    writer = new WriterThread(file.toString(), table);
    intake = new Intake(writer);
    writer.start(intake::takeUnfinished);
  }

  /** What its tables and views are made of: differs between versions that differ in them. */
  public static String tables() {
    return Schema.all();
  }

  private void insertRun(TraceHeader header) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL)")) {
      insert.setInt(1, Schema.VERSION);
      insert.setInt(2, header.version());
      insert.setString(3, header.isVirtual() ? "virtual" : "real");
      insert.setObject(4, header.scenario().orElse(null));
      insert.setObject(5, boxed(header.seed()), Types.BIGINT);
      insert.setObject(6, boxed(header.scheduleSeed()), Types.BIGINT);
      insert.setBoolean(7, header.jitter());
      insert.setObject(8, header.selection().orElse(null));
      insert.executeUpdate();
    }
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? (Long) value.getAsLong() : null;
  }

  /**
   * Stores a message. In real time it waits for the end of its handling.
   *
   * @param atNs when its handling began; {@link TraceMessage#UNKNOWN} if nobody will handle it
   * @param from path of the sender as a trace shows it; empty if no actor sent it
   * @param to path of the receiver
   * @param mapping that it is about; {@link TraceMessage#UNKNOWN} if none
   * @param fields holds its fields as JSON in UTF-8; copied
   * @param start of them
   * @param end behind them
   * @throws InputException if an earlier one could not be written
   */
  public void append(
      long id,
      long cause,
      long sentNs,
      long atNs,
      int queued,
      String from,
      String to,
      long mapping,
      String type,
      byte[] fields,
      int start,
      int end) {
    intake.append(
        new Intake.Arrival(
            id,
            cause,
            sentNs,
            atNs,
            TraceMessage.UNKNOWN,
            queued,
            from,
            to,
            mapping,
            type,
            Arrays.copyOfRange(fields, start, end)),
        !isVirtual && atNs != TraceMessage.UNKNOWN);
  }

  /**
   * Stores a message that was read from a trace.
   *
   * @throws InputException if an earlier one could not be written
   */
  public void append(TraceMessage message) {
    intake.append(
        new Intake.Arrival(
            message.id(),
            message.cause(),
            message.sentNs(),
            message.atNs(),
            message.handledNs(),
            message.queued(),
            message.from(),
            message.to(),
            message.mapping(),
            message.type(),
            message.fields().json().getBytes(StandardCharsets.UTF_8)),
        false);
  }

  /** In real time: the handling of a message took so long. */
  public void handled(long id, long ns) {
    intake.handled(id, ns);
  }

  /** Messages appended so far. */
  public long written() {
    return intake.appended();
  }

  /** Tells how many messages were left out, since the trace had grown too large. */
  public synchronized void omitted(long messages) {
    omitted = messages;
  }

  /** Tells what is missing at the end, if this trace is made of one that ends too early. */
  public synchronized void flaw(String sentence) {
    flaw = sentence;
  }

  /** Bytes that are on the disk. What came in the last half second may be missing. */
  public long bytes() {
    return table.bytes();
  }

  /**
   * Makes what was appended so far outlast a kill, but for messages whose handling goes on.
   *
   * @throws InputException if it cannot be written
   */
  public void flush() {
    intake.handOver();
    writer.commit();
  }

  /**
   * Stores what is left, and what follows from it.
   *
   * @throws InputException if it cannot be written; what had been committed is in the file
   */
  @Override
  public void close() {
    close(true);
  }

  /**
   * Stores what is left.
   *
   * @param derive whether to store what follows from it too, instead of views that find it out
   */
  public void close(boolean derive) {
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
    }
    try (connection;
        table) {
      intake.handOverAll();
      writer.end();
      if (derive) {
        Schema.deriveTables(connection);
      }
      updateRun();
      connection.commit();
    } catch (SQLException e) {
      throw unwritable(e);
    }
  }

  private void updateRun() throws SQLException {
    try (var update =
        connection.prepareStatement("UPDATE run SET messages = ?, omitted = ?, flaw = ?")) {
      // Of one that ends too early nobody knows how many there were.
      var isCut = flaw != null && omitted == 0;
      update.setObject(1, isCut ? null : intake.appended());
      update.setLong(2, omitted);
      update.setObject(3, flaw);
      update.executeUpdate();
    }
  }

  private void closeAfter(SQLException e) {
    try {
      connection.close();
    } catch (SQLException again) {
      e.addSuppressed(again);
    }
  }

  private InputException unwritable(SQLException e) {
    return new InputException(
        file.toString(),
        "the trace cannot be written: " + Database.reason(e) + "; is there space?");
  }
}
