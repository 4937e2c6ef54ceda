/** What is measured: by the command {@code bench} quickly, by the benchmarks with care. */
@NullMarked
package swiotlb.cli.bench;

import org.jspecify.annotations.NullMarked;
