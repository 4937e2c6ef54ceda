/** Options and commands of work on several machines. */
@NullMarked
package swiotlb.cli.cluster;

import org.jspecify.annotations.NullMarked;
