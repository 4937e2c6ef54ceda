package swiotlb.workload;

import java.util.List;

/**
 * What the threads of a job do, one thread on each of its CPUs.
 *
 * @param name unique within the device
 * @param cpus where its threads run
 * @param buffers what its requests look like
 * @param pace how many there are, and when
 * @param handling what its driver does with them
 * @param timed its requests with their times, of one thread; empty: they are drawn
 * @param arrival when its requests come, unless they are timed
 */
public record JobSpec(
    String name,
    List<Integer> cpus,
    Buffers buffers,
    Pace pace,
    Handling handling,
    List<TimedRequest> timed,
    Arrival arrival) {

  /** Immutable from the start. */
  public JobSpec {
    cpus = List.copyOf(cpus);
    timed = List.copyOf(timed);
  }

  /** A job whose requests are drawn, each when one before it is done. */
  public JobSpec(String name, List<Integer> cpus, Buffers buffers, Pace pace, Handling handling) {
    this(name, cpus, buffers, pace, handling, List.of(), Arrival.WHEN_DONE);
  }

  /**
   * What the buffers of requests look like.
   *
   * @param blocks how large requests are
   * @param segmentBytes physically contiguous pieces of a request's buffer; 0: all of it
   * @param readPercent how many of a hundred requests are written by the device
   * @param bidirectionalPercent how many of a hundred are read and written by it
   * @param align address alignment of the callers' buffers, a power of two
   */
  public record Buffers(
      List<Block> blocks,
      long segmentBytes,
      int readPercent,
      int bidirectionalPercent,
      long align) {
    /** Immutable from the start. */
    public Buffers {
      blocks = List.copyOf(blocks);
    }

    /** Other directions. */
    Buffers directed(int reads, int bidirectional) {
      return new Buffers(blocks, segmentBytes, reads, bidirectional, align);
    }
  }

  /**
   * A size of requests.
   *
   * @param weight how often, relative to the other sizes
   */
  public record Block(long bytes, int weight) {}

  /**
   * How many requests there are, and when.
   *
   * @param depth requests that each thread keeps in flight
   * @param thinkNs from the end of a request to the next one in its place
   * @param count requests of each thread in a run; 0: as many as fit into the duration
   * @param durationNs no request is queued later than this after the start of a run; 0: no limit
   * @param retryNs from a failed mapping to the next try
   * @param retries of a request, before it fails
   */
  public record Pace(
      int depth, long thinkNs, long count, long durationNs, long retryNs, int retries) {

    /** Another number in flight, and another pause. */
    Pace keeping(int inFlight, long pauseNs) {
      return new Pace(inFlight, pauseNs, count, durationNs, retryNs, retries);
    }

    /** Another number of requests in all. */
    Pace counting(long requests) {
      return new Pace(depth, thinkNs, requests, durationNs, retryNs, retries);
    }

    /** So many times the requests in flight, and in all. */
    Pace times(double factor) {
      return new Pace(
          (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(depth * factor))),
          thinkNs,
          count == 0 ? 0 : Math.max(1, Math.round(count * factor)),
          durationNs,
          retryNs,
          retries);
    }
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

  /**
   * How a driver handles requests.
   *
   * @param context in which requests are mapped
   * @param mayBlock whether its requests may be held up before they are mapped
   * @param use what the driver does with the buffers
   * @param syncs how often the driver looks at part of a live mapping, changes it and hands it back
   * @param skipsSync whether an unmap copies nothing back
   */
  public record Handling(Context context, boolean mayBlock, Use use, int syncs, boolean skipsSync) {

    /** Requests are mapped and unmapped, and may be held up where the context permits that. */
    public static Handling plain(Context context) {
      return new Handling(context, !context.isAtomic(), Use.MAPPED, 0, false);
    }

    /** The driver does something else with its buffers. */
    public Handling using(Use other) {
      return new Handling(context, mayBlock, other, syncs, skipsSync);
    }

    /** Requests may be held up or not. */
    public Handling blocking(boolean may) {
      return new Handling(context, may, use, syncs, skipsSync);
    }
  }

  /** The same job of a driver that does something else with its buffers. */
  public JobSpec using(Use other) {
    return new JobSpec(name, cpus, buffers, pace, handling.using(other), timed, arrival);
  }

  /**
   * The same job with so many times the requests in flight, and in all; those that come at times
   * come so much closer together, or so many at a time.
   */
  public JobSpec times(double factor) {
    if (arrival instanceof Arrival.Streamed streamed) {
      var more = streamed.requests().times(factor);
      return new JobSpec(
          name,
          cpus,
          buffers,
          pace.times(factor).counting(more.count()),
          handling,
          timed,
          new Arrival.Streamed(more));
    }
    var faster =
        arrival instanceof Arrival.Every every
            ? new Arrival.Every(every.intervalNs() / factor)
            : arrival;
    return new JobSpec(name, cpus, buffers, pace.times(factor), handling, timed, faster);
  }

  /** The same job, whose requests may be held up or not. */
  public JobSpec blocking(boolean may) {
    return new JobSpec(name, cpus, buffers, pace, handling.blocking(may), timed, arrival);
  }

  /** The same job, whose requests come otherwise. */
  public JobSpec arriving(Arrival other) {
    return new JobSpec(name, cpus, buffers, pace, handling, timed, other);
  }

  /** The same job, of whose requests any number may be in flight. */
  public JobSpec withoutDepth() {
    var endless = pace.keeping(Integer.MAX_VALUE, pace.thinkNs());
    return new JobSpec(name, cpus, buffers, endless, handling, timed, arrival);
  }

  /** The same job, whose requests are other ones, none of them bidirectional. */
  public JobSpec drawn(int reads, int inFlight, long pauseNs) {
    return new JobSpec(
        name,
        cpus,
        buffers.directed(reads, 0),
        pace.keeping(inFlight, pauseNs),
        handling,
        timed,
        arrival);
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
        new Buffers(List.of(new Block(largest, 1)), 0, 0, 0, 1),
        new Pace(1, 0, requests.size(), 0, 1, 0),
        Handling.plain(context),
        requests,
        Arrival.WHEN_DONE);
  }

  /** Sizes of requests. */
  public List<Block> blocks() {
    return buffers.blocks();
  }

  /** Requests that each thread keeps in flight. */
  public int depth() {
    return pace.depth();
  }

  /** Requests of each thread in a run; 0: as many as fit into the duration. */
  public long count() {
    return pace.count();
  }

  /** In which requests are mapped. */
  public Context context() {
    return handling.context();
  }

  /**
   * Whether the driver reads what the device wrote although nothing was copied back: too early, or
   * because nothing ever is.
   */
  public boolean readsUnsynced() {
    return handling.use() == Use.READ_EARLY || (handling.skipsSync() && handling.syncs() == 0);
  }

  /** Whether it allocates coherent memory; else it maps. */
  public boolean isCoherent() {
    return handling.use() == Use.COHERENT;
  }

  /** Whether its requests have times of their own; else they are drawn. */
  public boolean isTimed() {
    return !timed.isEmpty();
  }

  /** Requests that all its threads make in a run; 0: as many as fit into its duration. */
  public double plannedRequests() {
    return arrival instanceof Arrival.Streamed streamed
        ? streamed.requests().count()
        : (double) count() * cpus.size();
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

  /** Requests that each thread has in flight: no more than it makes at all. */
  public long depthInUse() {
    return count() > 0 ? Math.min(depth(), count()) : depth();
  }

  /** Bytes of its largest request. */
  public long largestBlock() {
    return blocks().stream().mapToLong(Block::bytes).max().orElse(0);
  }
}
