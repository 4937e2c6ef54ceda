package swiotlb.figures;

/** What became of memory that is shared with the hypervisor, since boot. */
public final class SharedMemoryFigures {
  /** All of them. */
  public static final Catalogue ALL = new Catalogue("shared memory");

  /** Shared now. */
  public static final Figure<Long> SHARED_BYTES = ALL.declare("shared_bytes", Unit.BYTES, "");

  /** Requests to change the state of pages. */
  public static final Figure<Long> CALLS = ALL.declare("calls", Unit.COUNT, "");

  /** Such requests that were refused. */
  public static final Figure<Long> REFUSALS = ALL.declare("refusals", Unit.COUNT, "");

  /** The time that they took. */
  public static final Figure<Long> SPENT_NS = ALL.declare("spent_ns", Unit.NANOSECONDS, "");

  /** Lost, since they could not be made private again. */
  public static final Figure<Long> LEAKED_PAGES = ALL.declare("leaked_pages", Unit.PAGES, "");

  /** Of all coherent pools now. */
  public static final Figure<Long> COHERENT_BYTES = ALL.declare("coherent_bytes", Unit.BYTES, "");

  /** Most of them in use. */
  public static final Figure<Long> COHERENT_HIWATER_BYTES =
      ALL.declare("coherent_hiwater_bytes", Unit.BYTES, "");

  /** Transient pools for which there was too little. */
  public static final Figure<Long> COHERENT_REFUSED =
      ALL.declare("coherent_refused", Unit.COUNT, "");

  /** Chunks added since boot. */
  public static final Figure<Long> COHERENT_EXPANSIONS =
      ALL.declare("coherent_expansions", Unit.COUNT, "");

  private SharedMemoryFigures() {}
}
