package swiotlb.figures;

/** The kernel's counters at one moment of a run. */
public final class SampleFigures {
  /** All of them. */
  public static final Catalogue ALL = new Catalogue("sample");

  /** Number of the run, from 1. */
  public static final Figure<Long> RUN = ALL.declare("run", Unit.NONE, "");

  /** Since boot. */
  public static final Figure<Long> TIME_NS = ALL.declare("time_ns", Unit.NANOSECONDS, "");

  /** Slots of all lasting pools. */
  public static final Figure<Long> IO_TLB_NSLABS = ALL.like(RunFigures.IO_TLB_NSLABS);

  /** Slots in use. */
  public static final Figure<Long> IO_TLB_USED = ALL.like(RunFigures.IO_TLB_USED);

  /** Most slots in use so far. */
  public static final Figure<Long> IO_TLB_USED_HIWATER = ALL.like(RunFigures.IO_TLB_USED_HIWATER);

  /** Slots of live transient pools. */
  public static final Figure<Long> IO_TLB_TRANSIENT_NSLABS =
      ALL.like(RunFigures.IO_TLB_TRANSIENT_NSLABS);

  private SampleFigures() {}
}
