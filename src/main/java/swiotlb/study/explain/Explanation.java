package swiotlb.study.explain;

import java.util.List;

/**
 * What a line means.
 *
 * @param line as it was read, without what stood before it
 * @param device driver and name as the line has them; empty where it names none
 * @param cause the likeliest
 * @param also what else it may be, the likelier first
 * @param evidence what speaks for it, and what the line does not tell; sentences
 * @param advice what helps
 */
public record Explanation(
    LogLine line,
    String device,
    Cause cause,
    List<Cause> also,
    Sure sure,
    String evidence,
    Advice advice) {
  /** Immutable from the start. */
  public Explanation {
    also = List.copyOf(also);
  }

  /**
   * What helps.
   *
   * @param remedy in sentences
   * @param paste what to paste, on the kernel's command line or a shell's; may be empty
   */
  public record Advice(Fix fix, String remedy, String paste) {}
}
