/**
 * Machines: everything that one is made of, its actors, a machine that does what it is told when it
 * is told, what must always hold when all is at rest, and messages that nobody took.
 */
@NullMarked
package swiotlb.actor.machine;

import org.jspecify.annotations.NullMarked;
