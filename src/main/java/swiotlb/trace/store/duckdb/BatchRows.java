package swiotlb.trace.store.duckdb;

import java.sql.SQLException;
import java.util.Arrays;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;
import swiotlb.trace.store.TraceMessage;

/**
 * A batch as a table that DuckDB reads: {@code INSERT INTO message FROM recorded_batch()}. It takes
 * all texts of a vector at once and fills plain memory otherwise, which costs half as much as the
 * appender, to which every value is a call.
 */
final class BatchRows implements DuckDBTableFunction<Object, BatchRows.Place, Object> {
  /** Its name in SQL. */
  static final String NAME = "recorded_batch";

  private static final Object NOTHING = new Object();

  /** How far a reading of the batch is. */
  static final class Place {
    private int next;
  }

  private volatile Batch batch = new Batch();

  void register(DuckDBConnection connection) throws SQLException {
    try (var function = DuckDBFunctions.tableFunction()) {
      function.withName(NAME).withFunction(this).register(connection);
    }
  }

  /** The batch that the next statement reads. */
  void offer(Batch next) {
    batch = next;
  }

  @Override
  public Object bind(DuckDBTableFunctionBindInfo info) {
    for (var column : new String[] {"seq", "id", "cause", "sent_ns", "at_ns", "handled_ns"}) {
      info.addResultColumn(column, DuckDBColumnType.BIGINT);
    }
    for (var column : new String[] {"queued", "from_actor", "to_actor", "type"}) {
      info.addResultColumn(column, DuckDBColumnType.INTEGER);
    }
    info.addResultColumn("mapping", DuckDBColumnType.BIGINT);
    info.addResultColumn("fields", DuckDBColumnType.VARCHAR);
    return NOTHING;
  }

  @Override
  public Place init(DuckDBTableFunctionInitInfo info) {
    info.setMaxThreads(1);
    return new Place();
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk) {
    Place place = info.getInitData();
    var rows = batch;
    var from = place.next;
    var to = (int) Math.min(from + chunk.capacity(), rows.rows());
    if (from == to) {
      return 0;
    }
    numbers(rows.seq, from, to, chunk.vector(0));
    numbers(rows.id, from, to, chunk.vector(1));
    numbers(rows.cause, from, to, chunk.vector(2));
    numbers(rows.sentNs, from, to, chunk.vector(3));
    numbersOrNull(rows.atNs, from, to, chunk.vector(4));
    numbersOrNull(rows.handledNs, from, to, chunk.vector(5));
    queued(rows.queued, from, to, chunk.vector(6));
    integers(rows.from, from, to, chunk.vector(7));
    integers(rows.to, from, to, chunk.vector(8));
    integers(rows.type, from, to, chunk.vector(9));
    numbersOrNull(rows.mapping, from, to, chunk.vector(10));
    chunk.vector(11).setStringUtf8Batch(0, Arrays.copyOfRange(rows.fields, from, to));
    place.next = to;
    return (long) to - from;
  }

  private static void numbers(long[] column, int from, int to, DuckDBWritableVector vector) {
    for (var row = from; row < to; row++) {
      vector.setLong(row - from, column[row]);
    }
  }

  private static void numbersOrNull(long[] column, int from, int to, DuckDBWritableVector vector) {
    for (var row = from; row < to; row++) {
      if (column[row] == TraceMessage.UNKNOWN) {
        vector.setNull(row - from);
      } else {
        vector.setLong(row - from, column[row]);
      }
    }
  }

  private static void queued(int[] column, int from, int to, DuckDBWritableVector vector) {
    for (var row = from; row < to; row++) {
      if (column[row] == TraceMessage.UNKNOWN) {
        vector.setNull(row - from);
      } else {
        vector.setInt(row - from, column[row]);
      }
    }
  }

  private static void integers(int[] column, int from, int to, DuckDBWritableVector vector) {
    for (var row = from; row < to; row++) {
      vector.setInt(row - from, column[row]);
    }
  }
}
