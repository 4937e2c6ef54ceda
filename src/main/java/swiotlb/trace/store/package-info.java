/** Traces that were stored: what a line says, and how files are read, as streams. */
@NullMarked
package swiotlb.trace.store;

import org.jspecify.annotations.NullMarked;
