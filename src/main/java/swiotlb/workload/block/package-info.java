/** What block devices were asked to do, from files that tell it: one request after the other. */
@NullMarked
package swiotlb.workload.block;

import org.jspecify.annotations.NullMarked;
