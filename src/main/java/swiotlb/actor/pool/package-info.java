/**
 * The allocator as actors: the supervisor, its pools, their areas, the worker that adds pools, and
 * the policies of growth and of exhaustion.
 */
@NullMarked
package swiotlb.actor.pool;

import org.jspecify.annotations.NullMarked;
