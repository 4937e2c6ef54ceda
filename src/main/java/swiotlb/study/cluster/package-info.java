/**
 * Work that other processes do, here or on other machines: a cluster of one coordinator, whose work
 * it is, and of nodes that pull it. What they are told is in {@link swiotlb.study.cluster.Told};
 * nothing else is read from the network. A node that nobody hears any more loses its work to
 * others; one that does not hear the coordinator gives its work up. All that is done counts once.
 */
@NullMarked
package swiotlb.study.cluster;

import org.jspecify.annotations.NullMarked;
