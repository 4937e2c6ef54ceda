/** Counters, histograms and statistics over runs. */
@NullMarked
package swiotlb.metrics;

import org.jspecify.annotations.NullMarked;
