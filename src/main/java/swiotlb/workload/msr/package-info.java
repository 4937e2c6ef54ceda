/** Traces of block I/Os as comma-separated values, as the SNIA's repository keeps them. */
@NullMarked
package swiotlb.workload.msr;

import org.jspecify.annotations.NullMarked;
