/**
 * Many recorded machines at once: what each needs, by the allocator without actors, and what one
 * setting for all of them would cost.
 */
@NullMarked
package swiotlb.study.fleet;

import org.jspecify.annotations.NullMarked;
