/**
 * The whole allocator without actors, as transitions: what can happen next, do it, copy, compare.
 */
@NullMarked
package swiotlb.kernel.bare;

import org.jspecify.annotations.NullMarked;
