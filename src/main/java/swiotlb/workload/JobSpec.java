package swiotlb.workload;

import java.util.List;

/**
 * What the threads of a job do, one thread on each of its CPUs.
 *
 * @param name unique within the device
 * @param cpus where its threads run
 * @param blocks how large requests are
 * @param readPercent how many of a hundred requests are written by the device
 * @param depth requests that each thread keeps in flight
 * @param thinkNs from the end of a request to the next one in its place
 * @param interrupt whether requests are mapped in interrupt context
 * @param count requests of each thread in a run; 0: as many as fit into the duration
 * @param durationNs no request begins later than this after the start of a run; 0: no limit
 * @param retryNs from a failed mapping to the next request in its place
 * @param bufferAlign address alignment of the callers' buffers, a power of two
 */
public record JobSpec(
    String name,
    List<Integer> cpus,
    List<Block> blocks,
    int readPercent,
    int depth,
    long thinkNs,
    boolean interrupt,
    long count,
    long durationNs,
    long retryNs,
    long bufferAlign) {

  /** Immutable from the start. */
  public JobSpec {
    cpus = List.copyOf(cpus);
    blocks = List.copyOf(blocks);
  }

  /**
   * A size of requests.
   *
   * @param weight how often, relative to the other sizes
   */
  public record Block(long bytes, int weight) {}
}
