/** {@code conform}: golden traces of another kernel compared as a whole, as text and JSON. */
@NullMarked
package swiotlb.cli.conform;

import org.jspecify.annotations.NullMarked;
