/**
 * Allocators that do what a recording says, when it says so: as actors in virtual time, and on the
 * bare state machines.
 */
@NullMarked
package swiotlb.actor.machine;

import org.jspecify.annotations.NullMarked;
