/** {@code explain}: what lines of a kernel's log mean, as text, JSON and a page. */
@NullMarked
package swiotlb.cli.explain;

import org.jspecify.annotations.NullMarked;
