/** Actors that use bounce buffers: devices, with the life of each mapping. */
@NullMarked
package swiotlb.actor.device;

import org.jspecify.annotations.NullMarked;
