package swiotlb.study.conform.replay;

import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.workload.ftrace.RecordedMapping;

/** An allocator that follows a recording: on the bare state machines, or as actors. */
interface ReplayTarget extends AutoCloseable {

  /**
   * Where a buffer came to lie.
   *
   * @param address of the first reserved slot; 0 unless it lies in a lasting pool
   * @param kind of place
   */
  record Placement(long address, Kind kind) {
    static final Placement TRANSIENT = new Placement(0, Kind.TRANSIENT);
    static final Placement FAILED = new Placement(0, Kind.FAILED);

    static Placement inPool(long address) {
      return new Placement(address, Kind.POOL);
    }
  }

  /** Kinds of places. */
  enum Kind {
    /** In a lasting pool. */
    POOL,
    /** In a pool of its own. */
    TRANSIENT,
    /** Nowhere. */
    FAILED
  }

  /** Decides where a buffer lies, and takes the slots. */
  Placement map(RecordedMapping mapping);

  /** Takes the decision for a live mapping back, its effect on hints included. */
  void retract(RecordedMapping mapping);

  /**
   * Places a buffer where it was recorded.
   *
   * @param address of the first reserved slot, in a lasting pool
   * @return whether all its slots were free
   */
  boolean adopt(RecordedMapping mapping, long address);

  /** Gives a buffer a pool of its own, as it was recorded. */
  void adoptTransient(RecordedMapping mapping);

  /** Gives a live mapping back. */
  void release(RecordedMapping mapping);

  /** The worker begins. */
  void startWorker(PoolGeometry recorded);

  /** The pool that the worker made is published. */
  void publish(PoolGeometry recorded);

  /** What the allocator counts. */
  Counters counters();

  @Override
  void close();

  /**
   * Counters of an allocator.
   *
   * @param growths pools added
   * @param growthsAsIfUnasked of those, pools that this allocator had not queued the work for
   * @param workQueued how often the growth work was queued
   */
  record Counters(
      long nslabs,
      long used,
      long hiwater,
      long transientSlots,
      int growths,
      int growthsAsIfUnasked,
      long workQueued) {}
}
