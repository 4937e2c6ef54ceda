/** Follows recordings of real kernels: each slot decided here and only then compared. */
@NullMarked
package swiotlb.study.conform.replay;

import org.jspecify.annotations.NullMarked;
