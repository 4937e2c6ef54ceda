/** The allocator without actors. */
@NullMarked
package swiotlb.kernel.bare;

import org.jspecify.annotations.NullMarked;
