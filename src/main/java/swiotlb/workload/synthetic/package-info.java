/** Requests that are drawn from the words of a job. */
@NullMarked
package swiotlb.workload.synthetic;

import org.jspecify.annotations.NullMarked;
