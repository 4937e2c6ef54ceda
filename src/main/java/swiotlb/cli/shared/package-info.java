/** What several commands read and say alike. */
@NullMarked
package swiotlb.cli.shared;

import org.jspecify.annotations.NullMarked;
