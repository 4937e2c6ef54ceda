/** {@code measure}: configurations side by side, as text and as JSON. */
@NullMarked
package swiotlb.cli.measure;

import org.jspecify.annotations.NullMarked;
