package swiotlb.figures;

/** Mappings that failed alike: of one device and size, for one reason. */
public final class FailureFigures {
  /** All of them. */
  public static final Catalogue ALL = new Catalogue("failed mappings");

  /** Its name. */
  public static final Figure<String> DEVICE = ALL.declare("device", Unit.NONE, "");

  /** Of each mapping. */
  public static final Figure<Long> BYTES = ALL.declare("bytes", Unit.BYTES, "");

  /** As in {@link RunFigures#FAILURES}. */
  public static final Figure<String> REASON = ALL.declare("reason", Unit.NONE, "");

  /** How many. */
  public static final Figure<Long> COUNT = ALL.declare("count", Unit.COUNT, "");

  /** When the first one failed, since boot. */
  public static final Figure<Long> FIRST_NS = ALL.declare("first_ns", Unit.NANOSECONDS, "");

  /** When the last one failed, since boot. */
  public static final Figure<Long> LAST_NS = ALL.declare("last_ns", Unit.NANOSECONDS, "");

  private FailureFigures() {}
}
