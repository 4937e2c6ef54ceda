/**
 * Designs under debate as values, chosen by name: where buffers lie, which pools are added, what a
 * request does when none has slots for it, what becomes of idle pools, how a pool is found, and
 * which locks there are. The designs of this program are in {@code kernel.policy.design}.
 */
@NullMarked
package swiotlb.kernel.policy;

import org.jspecify.annotations.NullMarked;
