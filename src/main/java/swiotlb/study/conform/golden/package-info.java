/** Replays of golden traces: with actors in virtual time, or on the bare state machines. */
@NullMarked
package swiotlb.study.conform.golden;

import org.jspecify.annotations.NullMarked;
