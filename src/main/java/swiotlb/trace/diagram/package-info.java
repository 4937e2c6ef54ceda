/** Sequence diagrams of parts of stored traces. */
@NullMarked
package swiotlb.trace.diagram;

import org.jspecify.annotations.NullMarked;
