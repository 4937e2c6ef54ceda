/** What fio reads and writes, as fio 3.33 reads it: job files and logs of I/Os. */
@NullMarked
package swiotlb.workload.fio;

import org.jspecify.annotations.NullMarked;
