/** The commands that read stored traces. */
@NullMarked
package swiotlb.cli.trace;

import org.jspecify.annotations.NullMarked;
