/** Recordings of real kernels: ftrace text with swiotlb and DMA events, with or without probes. */
@NullMarked
package swiotlb.workload.ftrace;

import org.jspecify.annotations.NullMarked;
