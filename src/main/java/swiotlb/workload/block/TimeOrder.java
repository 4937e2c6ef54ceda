package swiotlb.workload.block;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import swiotlb.input.InputException;

/**
 * Times of a file that should not go back. Those that do by a little, since several CPUs wrote
 * them, are taken at the time before them; by more than a second they are of another trace. Not
 * thread-safe.
 */
public final class TimeOrder {
  private static final long MOST_BACK_NS = 1_000_000_000L;

  private long latestNs = Long.MIN_VALUE;
  private long late;
  private long furthestNs;

  /**
   * The time at which something is taken that happened at a time.
   *
   * @param error of the place, to be thrown with these words
   * @throws InputException if it goes back too far
   */
  public long at(long timeNs, Function<String, InputException> error) {
    if (timeNs >= latestNs) {
      latestNs = timeNs;
      return timeNs;
    }
    var backNs = latestNs - timeNs;
    if (backNs > MOST_BACK_NS) {
      throw error.apply(
          String.format(
              Locale.ROOT,
              "goes back by %.3f s against an event before it; if these are two traces, keep each in a file of its own; else sort them by time",
              backNs / 1e9));
    }
    late++;
    furthestNs = Math.max(furthestNs, backNs);
    return latestNs;
  }

  /** What was taken later than it was told, if anything. */
  public List<String> remarks() {
    return late == 0
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "%d events are told after later ones, by up to %.3f us; each is taken at the time of the one before it",
                late,
                furthestNs / 1e3));
  }
}
