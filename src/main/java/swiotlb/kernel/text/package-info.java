/** The kernel's own words: its command line, and the sizes that follow from it at boot. */
@NullMarked
package swiotlb.kernel.text;

import org.jspecify.annotations.NullMarked;
