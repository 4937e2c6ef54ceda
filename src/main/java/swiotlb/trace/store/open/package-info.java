/** Stored traces of any format. */
@NullMarked
package swiotlb.trace.store.open;

import org.jspecify.annotations.NullMarked;
