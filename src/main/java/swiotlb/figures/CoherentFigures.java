package swiotlb.figures;

/** What became of the coherent pools of memory that is not encrypted, since boot. */
public final class CoherentFigures {
  /** All of them. */
  public static final Catalogue ALL = new Catalogue("coherent pools");

  /** Of all pools now. */
  public static final Figure<Long> POOL_BYTES = ALL.declare("bytes", Unit.BYTES, "");

  /** The most that was in use of each, added up. */
  public static final Figure<Long> HIWATER_BYTES = ALL.declare("hiwater_bytes", Unit.BYTES, "");

  /** Requests for which there was too little. */
  public static final Figure<Long> REFUSED = ALL.declare("refused", Unit.COUNT, "");

  /** Chunks added since boot. */
  public static final Figure<Long> EXPANSIONS = ALL.declare("expansions", Unit.COUNT, "");

  private CoherentFigures() {}
}
