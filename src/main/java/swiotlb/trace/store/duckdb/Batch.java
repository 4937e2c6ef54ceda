package swiotlb.trace.store.duckdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of messages, column by column, with the names that first appear in them. */
final class Batch {
  /** Eight vectors of DuckDB: some megabytes. */
  static final int ROWS = 16_384;

  /** A number that stands for a name. */
  record Name(int id, String text) {}

  final long[] seq = new long[ROWS];
  final long[] id = new long[ROWS];
  final long[] cause = new long[ROWS];
  final long[] sentNs = new long[ROWS];
  final long[] atNs = new long[ROWS];
  final long[] handledNs = new long[ROWS];
  final int[] queued = new int[ROWS];
  final int[] from = new int[ROWS];
  final int[] to = new int[ROWS];
  final int[] type = new int[ROWS];
  final long[] mapping = new long[ROWS];
  final byte[][] fields = new byte[ROWS][];
  final List<Name> actors = new ArrayList<>();
  final List<Name> types = new ArrayList<>();
  private int rows;

  /** Takes a row that knows its numbers. */
  void add(Row row) {
    seq[rows] = row.seq();
    id[rows] = row.id();
    cause[rows] = row.cause();
    sentNs[rows] = row.sentNs();
    atNs[rows] = row.atNs();
    handledNs[rows] = row.handledNs();
    queued[rows] = row.queued();
    from[rows] = row.from();
    to[rows] = row.to();
    type[rows] = row.type();
    mapping[rows] = row.mapping();
    fields[rows] = row.fields();
    rows++;
  }

  int rows() {
    return rows;
  }

  boolean isFull() {
    return rows == ROWS;
  }

  /** Empties it for further rows. */
  void clear() {
    Arrays.fill(fields, 0, rows, null);
    actors.clear();
    types.clear();
    rows = 0;
  }
}
