package swiotlb.figures.statistics;

/**
 * What of a series belongs to its beginning, and is no part of what is measured.
 *
 * @param cut values from the start on that are left out
 * @param state why so many
 */
public record WarmUp(int cut, State state) {

  /** What became of the search for it. */
  public enum State {
    /** What follows the cut is settled. */
    SETTLED,
    /** The end of the warm-up would be in the second half: the series is too short to tell. */
    UNSETTLED,
    /** The series has too few values to look for one. */
    TOO_SHORT,
    /** Nobody looked: so many were to be cut. */
    GIVEN
  }

  /** So many values, since somebody said so. */
  public static WarmUp given(int cut) {
    return new WarmUp(cut, State.GIVEN);
  }
}
