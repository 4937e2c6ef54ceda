package swiotlb.figures;

/** What the lock of one area saw since boot. */
public final class AreaFigures {
  /** All of them. */
  public static final Catalogue ALL = new Catalogue("area");

  /** Number of its pool, 0 for the first of all. */
  public static final Figure<Long> POOL = ALL.declare("pool", Unit.NONE, "");

  /** Its number within the pool. */
  public static final Figure<Long> AREA = ALL.declare("area", Unit.NONE, "");

  /** How often the lock was taken. */
  public static final Figure<Long> ACQUISITIONS = ALL.declare("lock_acquisitions", Unit.COUNT, "");

  /** How often that had to wait. */
  public static final Figure<Long> CONTENDED = ALL.declare("lock_contended", Unit.COUNT, "");

  /** For how long, all together. */
  public static final Figure<Long> WAIT_NS = ALL.declare("lock_wait_ns", Unit.NANOSECONDS, "");

  private AreaFigures() {}
}
