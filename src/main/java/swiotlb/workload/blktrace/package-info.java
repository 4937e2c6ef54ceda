/** Traces of blktrace: the text of blkparse, and the files of each CPU. */
@NullMarked
package swiotlb.workload.blktrace;

import org.jspecify.annotations.NullMarked;
