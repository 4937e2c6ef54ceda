package swiotlb.workload.fio;

import java.util.List;
import swiotlb.workload.JobSpec;

/**
 * What a job of fio asks a device to do.
 *
 * @param name of its section
 * @param blocks how large its I/Os are
 * @param readPercent how many of a hundred are reads; the others are writes
 * @param depth I/Os that each thread keeps in flight
 * @param threads how many do the same
 * @param cpus on which they run, as fio has them; empty: anywhere
 * @param count I/Os of each thread; 0: as many as fit into the duration
 * @param durationNs nothing begins later than this; 0: no limit
 * @param thinkNs from the end of an I/O to the next one
 * @param intervalNs from one I/O of a thread to the next at the earliest; 0: none
 * @param remarks what was read otherwise than it looks, or assumed
 */
public record FioJob(
    String name,
    List<JobSpec.Block> blocks,
    int readPercent,
    int depth,
    int threads,
    List<Integer> cpus,
    long count,
    long durationNs,
    long thinkNs,
    double intervalNs,
    List<String> remarks) {

  /** Immutable from the start. */
  public FioJob {
    blocks = List.copyOf(blocks);
    cpus = List.copyOf(cpus);
    remarks = List.copyOf(remarks);
  }
}
