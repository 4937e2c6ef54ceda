/** Traces that were stored: what a line says, and how files are read, as streams. */
@NullMarked
package swiotlb.trace.file;

import org.jspecify.annotations.NullMarked;
