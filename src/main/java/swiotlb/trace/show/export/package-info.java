/** Stored traces in the formats of other programs, written as streams. */
@NullMarked
package swiotlb.trace.show.export;

import org.jspecify.annotations.NullMarked;
