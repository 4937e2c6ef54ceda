/**
 * Exploration of what could go another way in a system of actors in virtual time: strategies that
 * choose, orders of messages that are told apart, and choices that are stored, repeated and made
 * fewer. Knows nothing of bounce buffers.
 */
@NullMarked
package swiotlb.explore;

import org.jspecify.annotations.NullMarked;
