/** A page that shows what a command is at while it works, for browsers of this machine alone. */
@NullMarked
package swiotlb.cli.live;

import org.jspecify.annotations.NullMarked;
