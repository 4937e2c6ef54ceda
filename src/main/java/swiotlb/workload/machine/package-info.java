/**
 * What files tell of a machine: those that its kernel shows, and those that say how a guest is to
 * be made. Each format is known by its content.
 */
@NullMarked
package swiotlb.workload.machine;

import org.jspecify.annotations.NullMarked;
