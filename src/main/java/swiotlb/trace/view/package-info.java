/** Traces for people: lines, statistics, comparisons. */
@NullMarked
package swiotlb.trace.view;

import org.jspecify.annotations.NullMarked;
