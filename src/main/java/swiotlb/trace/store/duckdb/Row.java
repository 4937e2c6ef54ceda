package swiotlb.trace.store.duckdb;

import swiotlb.trace.store.TraceMessage;

/**
 * A row of the table of messages. {@link TraceMessage#UNKNOWN} stands for null.
 *
 * @param fields UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // Rows are never compared.
record Row(
    long seq,
    long id,
    long cause,
    long sentNs,
    long atNs,
    long handledNs,
    int queued,
    int from,
    int to,
    int type,
    long mapping,
    byte[] fields) {

  Row handledFor(long ns) {
    return new Row(seq, id, cause, sentNs, atNs, ns, queued, from, to, type, mapping, fields);
  }
}
