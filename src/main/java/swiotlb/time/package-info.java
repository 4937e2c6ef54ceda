/**
 * Time for actors: a virtual clock on a single thread, or the real one; messages delivered at a
 * given time; and the mailbox that knows who caused each message.
 *
 * <p>Behaviours see a {@link swiotlb.time.Timeline} and nothing else of this package, so the same
 * behaviours run in either mode.
 */
@NullMarked
package swiotlb.time;

import org.jspecify.annotations.NullMarked;
