/**
 * The decisions of the software IO TLB as plain, single-threaded state machines.
 *
 * <p>Which slots a request gets, how large a pool is at boot and when it grows, which pages are
 * asked for: every rule has its one home here, with or without actors around it. Nothing in this
 * package knows time, threads or actors.
 */
@NullMarked
package swiotlb.kernel.slot;

import org.jspecify.annotations.NullMarked;
