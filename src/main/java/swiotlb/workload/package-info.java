/** What devices do: synthetic jobs and recorded traces, a package for each format of trace. */
@NullMarked
package swiotlb.workload;

import org.jspecify.annotations.NullMarked;
