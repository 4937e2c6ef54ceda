/**
 * Decision traces of a real allocator, format {@code swiotlb-golden/1}: JSON lines, a header first,
 * then one operation or read-out a line.
 */
@NullMarked
package swiotlb.workload.golden;

import org.jspecify.annotations.NullMarked;
