/** Actors for memory outside the software IO TLB: they give memory and know nothing of pools. */
@NullMarked
package swiotlb.actor.memory;

import org.jspecify.annotations.NullMarked;
