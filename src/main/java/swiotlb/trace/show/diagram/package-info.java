/** Sequence diagrams of parts of stored traces. */
@NullMarked
package swiotlb.trace.show.diagram;

import org.jspecify.annotations.NullMarked;
