/** {@code size}: what pools a machine will have. */
@NullMarked
package swiotlb.cli.size;

import org.jspecify.annotations.NullMarked;
