/** Counters, histograms and statistics over runs. */
@NullMarked
package swiotlb.figures;

import org.jspecify.annotations.NullMarked;
