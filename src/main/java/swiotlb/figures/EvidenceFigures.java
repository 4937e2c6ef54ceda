package swiotlb.figures;

import java.util.Optional;

/** What the search met when a mapping failed. */
public final class EvidenceFigures {
  /** All of them. */
  public static final Catalogue ALL = new Catalogue("failure");

  /** Slots in use in the whole allocator, as the kernel counts them: {@link KernelFigures}. */
  public static final Figure<Long> USED_SLOTS = ALL.declare("used_slots", Unit.SLOTS, "");

  /** Slots of its lasting pools. */
  public static final Figure<Long> TOTAL_SLOTS = ALL.declare("total_slots", Unit.SLOTS, "");

  /** The longest free run within a slot set; absent if none was searched. */
  public static final Figure<Optional<Long>> LARGEST_FREE_RUN =
      ALL.declare("largest_free_run", Unit.SLOTS, "");

  private static final String OF_COHERENT_MEMORY = "coherent-";

  private EvidenceFigures() {}

  /**
   * Whether there is some for a reason of {@link RunFigures#FAILURES}: else no slots are sought.
   */
  public static boolean isKeptOf(String reason) {
    return !reason.startsWith(OF_COHERENT_MEMORY);
  }
}
