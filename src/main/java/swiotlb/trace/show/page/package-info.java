/**
 * A stored trace as one page for a browser: a time line of actors and messages, without network.
 */
@NullMarked
package swiotlb.trace.show.page;

import org.jspecify.annotations.NullMarked;
