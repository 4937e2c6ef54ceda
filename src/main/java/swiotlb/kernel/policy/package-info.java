/** Designs under debate as values: what a request does when no pool has slots for it. */
@NullMarked
package swiotlb.kernel.policy;

import org.jspecify.annotations.NullMarked;
