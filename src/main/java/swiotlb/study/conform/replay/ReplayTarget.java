package swiotlb.study.conform.replay;

import swiotlb.kernel.slot.PoolGeometry;

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

  /** The decision for a live mapping will not be taken back. */
  default void settle(Request request) {}

  /** Decides where a buffer lies, and takes the slots. */
  Placement map(Request request);

  /** Takes the decision for a live mapping back, its effect on hints included. */
  void retract(Request request);

  /**
   * Places a buffer where it was recorded.
   *
   * @param address of the first reserved slot, in a lasting pool
   * @return whether all its slots were free
   */
  boolean adopt(Request request, long address);

  /** Gives a buffer a pool of its own, as it was recorded. */
  void adoptTransient(Request request);

  /** Gives a live mapping back. */
  void release(Request request);

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
