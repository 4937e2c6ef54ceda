/** What is measured: by the command {@code bench} quickly, by the benchmarks with care. */
@NullMarked
package swiotlb.study.bench;

import org.jspecify.annotations.NullMarked;
