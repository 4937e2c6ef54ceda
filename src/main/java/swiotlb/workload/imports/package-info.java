/** Files that people have of what their devices are asked to do, known by what is in them. */
@NullMarked
package swiotlb.workload.imports;

import org.jspecify.annotations.NullMarked;
