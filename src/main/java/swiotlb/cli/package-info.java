/** The commands; nothing else reads arguments, writes to the terminal or exits. */
@NullMarked
package swiotlb.cli;

import org.jspecify.annotations.NullMarked;
