/**
 * Traces as a database that answers SQL: writing one while messages come, reading it back, asking.
 */
@NullMarked
package swiotlb.trace.store.duckdb;

import org.jspecify.annotations.NullMarked;
