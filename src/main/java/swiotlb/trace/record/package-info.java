/**
 * The message trace: every message between actors with its cause, and the formats it is kept in.
 */
@NullMarked
package swiotlb.trace.record;

import org.jspecify.annotations.NullMarked;
