package swiotlb.workload;

import java.util.List;

/**
 * What the threads of a job do, one thread on each of its CPUs.
 *
 * @param name unique within the device
 * @param cpus where its threads run
 * @param blocks how large requests are
 * @param segmentBytes physically contiguous pieces of a request's buffer; 0: all of it
 * @param readPercent how many of a hundred requests are written by the device
 * @param bidirectionalPercent how many of a hundred are read and written by it
 * @param depth requests that each thread keeps in flight
 * @param thinkNs from the end of a request to the next one in its place
 * @param context in which requests are mapped
 * @param count requests of each thread in a run; 0: as many as fit into the duration
 * @param durationNs no request is queued later than this after the start of a run; 0: no limit
 * @param retryNs from a failed mapping to the next try
 * @param retries of a request, before it fails
 * @param syncs how often the driver looks at part of a live mapping, changes it and hands it back
 * @param skipsSync whether an unmap copies nothing back
 * @param bufferAlign address alignment of the callers' buffers, a power of two
 * @param timed its requests with their times, of one thread; empty: they are drawn
 * @param use what the driver does with the buffers
 * @param mayBlock whether its requests may be held up before they are mapped
 * @param arrival when its requests come, unless they are timed
 */
public record JobSpec(
    String name,
    List<Integer> cpus,
    List<Block> blocks,
    long segmentBytes,
    int readPercent,
    int bidirectionalPercent,
    int depth,
    long thinkNs,
    Context context,
    long count,
    long durationNs,
    long retryNs,
    int retries,
    int syncs,
    boolean skipsSync,
    long bufferAlign,
    List<TimedRequest> timed,
    Use use,
    boolean mayBlock,
    Arrival arrival) {

  /** Immutable from the start. */
  public JobSpec {
    cpus = List.copyOf(cpus);
    blocks = List.copyOf(blocks);
    timed = List.copyOf(timed);
  }

  /** A job whose requests are drawn. */
  public JobSpec(
      String name,
      List<Integer> cpus,
      List<Block> blocks,
      long segmentBytes,
      int readPercent,
      int bidirectionalPercent,
      int depth,
      long thinkNs,
      Context context,
      long count,
      long durationNs,
      long retryNs,
      int retries,
      int syncs,
      boolean skipsSync,
      long bufferAlign) {
    this(
        name,
        cpus,
        blocks,
        segmentBytes,
        readPercent,
        bidirectionalPercent,
        depth,
        thinkNs,
        context,
        count,
        durationNs,
        retryNs,
        retries,
        syncs,
        skipsSync,
        bufferAlign,
        List.of(),
        Use.MAPPED,
        !context.isAtomic(),
        Arrival.WHEN_DONE);
  }

  /** What a driver does with the buffers of its requests. */
  public enum Use {
    /** It maps them, and reads what the device wrote when that is copied back. */
    MAPPED,
    /** It maps them, and reads them before that, which is a fault. */
    READ_EARLY,
    /** It allocates coherent memory for each request and gives it back. */
    COHERENT
  }

  /** The same job of a driver that does something else with its buffers. */
  public JobSpec using(Use other) {
    return new JobSpec(
        name,
        cpus,
        blocks,
        segmentBytes,
        readPercent,
        bidirectionalPercent,
        depth,
        thinkNs,
        context,
        count,
        durationNs,
        retryNs,
        retries,
        syncs,
        skipsSync,
        bufferAlign,
        timed,
        other,
        mayBlock,
        arrival);
  }

  /** The same job with so many times the requests in flight, and in all. */
  public JobSpec times(double factor) {
    return new JobSpec(
        name,
        cpus,
        blocks,
        segmentBytes,
        readPercent,
        bidirectionalPercent,
        (int) Math.max(1, Math.round(depth * factor)),
        thinkNs,
        context,
        count == 0 ? 0 : Math.max(1, Math.round(count * factor)),
        durationNs,
        retryNs,
        retries,
        syncs,
        skipsSync,
        bufferAlign,
        timed,
        use,
        mayBlock);
  }

  /** The same job, whose requests may be held up or not. */
  public JobSpec blocking(boolean may) {
    return new JobSpec(
        name,
        cpus,
        blocks,
        segmentBytes,
        readPercent,
        bidirectionalPercent,
        depth,
        thinkNs,
        context,
        count,
        durationNs,
        retryNs,
        retries,
        syncs,
        skipsSync,
        bufferAlign,
        timed,
        use,
        may,
        arrival);
  }

  /** The same job, whose requests come otherwise. */
  public JobSpec arriving(Arrival other) {
    return coming(readPercent, bidirectionalPercent, depth, thinkNs, other);
  }

  /** The same job, of whose requests any number may be in flight. */
  public JobSpec withoutDepth() {
    return coming(readPercent, bidirectionalPercent, Integer.MAX_VALUE, thinkNs, arrival);
  }

  /** The same job, whose requests are other ones, none of them bidirectional. */
  public JobSpec drawn(int reads, int inFlight, long pauseNs) {
    return coming(reads, 0, inFlight, pauseNs, arrival);
  }

  private JobSpec coming(int reads, int bidirectional, int most, long pauseNs, Arrival other) {
    return new JobSpec(
        name,
        cpus,
        blocks,
        segmentBytes,
        reads,
        bidirectional,
        most,
        pauseNs,
        context,
        count,
        durationNs,
        retryNs,
        retries,
        syncs,
        skipsSync,
        bufferAlign,
        timed,
        use,
        mayBlock,
        other);
  }

  /**
   * A job of one thread whose requests come at times of their own, each tried once and none waiting
   * for another.
   */
  public static JobSpec timed(String name, int cpu, Context context, List<TimedRequest> requests) {
    var largest = requests.stream().mapToLong(TimedRequest::bytes).max().orElse(1);
    return new JobSpec(
        name,
        List.of(cpu),
        List.of(new Block(largest, 1)),
        0,
        0,
        0,
        1,
        0,
        context,
        requests.size(),
        0,
        1,
        0,
        0,
        false,
        1,
        requests,
        Use.MAPPED,
        !context.isAtomic(),
        Arrival.WHEN_DONE);
  }

  /**
   * Whether the driver reads what the device wrote although nothing was copied back: too early, or
   * because nothing ever is.
   */
  public boolean readsUnsynced() {
    return use == Use.READ_EARLY || (skipsSync && syncs == 0);
  }

  /** Whether it allocates coherent memory; else it maps. */
  public boolean isCoherent() {
    return use == Use.COHERENT;
  }

  /** Whether its requests have times of their own; else they are drawn. */
  public boolean isTimed() {
    return !timed.isEmpty();
  }

  /** Requests that all its threads make in a run; 0: as many as fit into its duration. */
  public double plannedRequests() {
    return arrival instanceof Arrival.Streamed streamed
        ? streamed.requests().count()
        : (double) count * cpus.size();
  }

  /** The longest time for which nothing need happen in it, if its requests have times. */
  public long longestPauseNs() {
    var longest = arrival.longestPauseNs();
    var before = 0L;
    for (var request : timed) {
      longest = Math.max(longest, Math.max(request.atNs() - before, request.heldNs()));
      before = request.atNs();
    }
    return longest;
  }

  /**
   * A size of requests.
   *
   * @param weight how often, relative to the other sizes
   */
  public record Block(long bytes, int weight) {}

  /** Requests that each thread has in flight: no more than it makes at all. */
  public long depthInUse() {
    return count > 0 ? Math.min(depth, count) : depth;
  }

  /** Bytes of its largest request. */
  public long largestBlock() {
    return blocks.stream().mapToLong(Block::bytes).max().orElse(0);
  }
}
