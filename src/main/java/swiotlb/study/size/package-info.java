/** How large the pools of a machine will be, from a description of it and without a run. */
@NullMarked
package swiotlb.study.size;

import org.jspecify.annotations.NullMarked;
