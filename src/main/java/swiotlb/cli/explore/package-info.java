/** The command that explores. */
@NullMarked
package swiotlb.cli.explore;

import org.jspecify.annotations.NullMarked;
