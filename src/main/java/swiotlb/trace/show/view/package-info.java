/** Traces for people: lines, statistics, comparisons. */
@NullMarked
package swiotlb.trace.show.view;

import org.jspecify.annotations.NullMarked;
