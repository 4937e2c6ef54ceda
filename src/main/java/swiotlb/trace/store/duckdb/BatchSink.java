package swiotlb.trace.store.duckdb;

import java.sql.SQLException;

/** Where batches go; used by one thread at a time. */
interface BatchSink {
  /** Takes the rows of a batch, which is free for others afterwards. */
  void write(Batch batch) throws SQLException;

  /** Makes everything that was written outlast a kill. */
  void commit() throws SQLException;
}
