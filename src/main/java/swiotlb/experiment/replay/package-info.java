/** Follows recordings of real kernels: each slot decided here and only then compared. */
@NullMarked
package swiotlb.experiment.replay;

import org.jspecify.annotations.NullMarked;
