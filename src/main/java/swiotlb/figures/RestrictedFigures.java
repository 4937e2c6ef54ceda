package swiotlb.figures;

/** The counters of a restricted pool. */
public final class RestrictedFigures {
  /** All of them. */
  public static final Catalogue ALL = new Catalogue("restricted pool");

  /** The device to which it belongs. */
  public static final Figure<String> DEVICE = ALL.declare("device", Unit.NONE, "");

  /** Its slots. */
  public static final Figure<Long> IO_TLB_NSLABS = ALL.like(RunFigures.IO_TLB_NSLABS);

  /** Those in use at the end. */
  public static final Figure<Long> IO_TLB_USED = ALL.like(RunFigures.IO_TLB_USED);

  /** Most of them in use so far, earlier runs included. */
  public static final Figure<Long> IO_TLB_USED_HIWATER = ALL.like(RunFigures.IO_TLB_USED_HIWATER);

  private RestrictedFigures() {}
}
