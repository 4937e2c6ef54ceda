/** {@code fleet}: many recorded machines, one answer. */
@NullMarked
package swiotlb.cli.fleet;

import org.jspecify.annotations.NullMarked;
