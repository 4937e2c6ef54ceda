package swiotlb.workload;

import java.util.List;

/**
 * What a device's driver does with the requests of its jobs.
 *
 * @param queueDepth requests that each of its queues has in flight at most; further ones wait
 *     without a mapping
 * @param queues that it has; requests of CPU n go to queue n modulo their number
 * @param maxSegmentBytes the largest piece of a request that is mapped as one
 * @param granuleBytes of an IOMMU to which each piece is mapped in two steps, so that its ends that
 *     fill no granule are mapped on their own; 1: each piece is mapped whole
 * @param irqCpus CPUs that take the device's interrupts, a thread's always the same one; empty:
 *     each request's own
 * @param extraBuffers mapped for each request beside its data
 * @param mishaps what goes wrong
 * @param jobs what it is asked to do
 */
public record DriverSpec(
    int queueDepth,
    int queues,
    long maxSegmentBytes,
    long granuleBytes,
    List<Integer> irqCpus,
    List<ExtraBuffer> extraBuffers,
    Mishaps mishaps,
    List<JobSpec> jobs) {

  /** Immutable from the start. */
  public DriverSpec {
    irqCpus = List.copyOf(irqCpus);
    extraBuffers = List.copyOf(extraBuffers);
    jobs = List.copyOf(jobs);
  }

  /** That of a device with one queue. */
  public DriverSpec(
      int queueDepth,
      long maxSegmentBytes,
      List<Integer> irqCpus,
      List<ExtraBuffer> extraBuffers,
      Mishaps mishaps,
      List<JobSpec> jobs) {
    this(queueDepth, 1, maxSegmentBytes, 1, irqCpus, extraBuffers, mishaps, jobs);
  }

  /** The same with other jobs. */
  public DriverSpec with(List<JobSpec> others) {
    return new DriverSpec(
        queueDepth, queues, maxSegmentBytes, granuleBytes, irqCpus, extraBuffers, mishaps, others);
  }

  /** Whether a job of it allocates coherent memory. */
  public boolean usesCoherent() {
    return jobs.stream().anyMatch(JobSpec::isCoherent);
  }

  /** The queue that takes the requests of a CPU. */
  public int queueOf(int cpu) {
    return cpu % queues;
  }

  /** Requests that the jobs would have in a queue at a time, if it had room for all. */
  public long mostWanted(int queue) {
    return jobs.stream()
        .filter(job -> !job.isTimed() && !(job.arrival() instanceof Arrival.Streamed))
        .mapToLong(
            job ->
                job.depthInUse() * job.cpus().stream().filter(cpu -> queueOf(cpu) == queue).count())
        .sum();
  }

  /**
   * A buffer that is mapped for each request beside its data: a header, a status byte, a table of
   * descriptors.
   *
   * @param bytes fixed part of its size
   * @param bytesPerSegment as much again for each piece of data
   */
  public record ExtraBuffer(long bytes, long bytesPerSegment, Direction direction) {}

  /**
   * What goes wrong with a device.
   *
   * @param resetAtNs moments, from the start of a run, at which it is reset under live mappings
   * @param removedAtNs when it is pulled out, from the start of the first run; 0: never
   * @param leakEvery every so many requests one forgets to unmap its last buffer; 0: none does
   */
  public record Mishaps(List<Long> resetAtNs, long removedAtNs, long leakEvery) {
    /** Nothing does. */
    public static final Mishaps NONE = new Mishaps(List.of(), 0, 0);

    /** Immutable from the start. */
    public Mishaps {
      resetAtNs = List.copyOf(resetAtNs);
    }
  }
}
