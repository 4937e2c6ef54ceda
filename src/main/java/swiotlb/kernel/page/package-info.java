/** Where pages come from: zones, buddy memory, what ages it, coherent pools, states of pages. */
@NullMarked
package swiotlb.kernel.page;

import org.jspecify.annotations.NullMarked;
