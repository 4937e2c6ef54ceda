/**
 * Mistakes that a machine is made with on purpose, each one around behaviours that know nothing of
 * it: to see that an exploration finds them.
 */
@NullMarked
package swiotlb.actor.machine.planted;

import org.jspecify.annotations.NullMarked;
