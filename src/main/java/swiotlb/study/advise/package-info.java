/**
 * How large pools must be: the smallest size with which a workload meets its objectives, from
 * bounds, from the allocator without actors, and from runs near them.
 */
@NullMarked
package swiotlb.study.advise;

import org.jspecify.annotations.NullMarked;
