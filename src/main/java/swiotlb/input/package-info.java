/** What is wrong with a file, a setting or an option, and text that is safe to print. */
@NullMarked
package swiotlb.input;

import org.jspecify.annotations.NullMarked;
