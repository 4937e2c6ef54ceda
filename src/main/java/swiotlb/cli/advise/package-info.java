/** {@code advise}: how large pools must be, as text, as JSON and as a page. */
@NullMarked
package swiotlb.cli.advise;

import org.jspecify.annotations.NullMarked;
