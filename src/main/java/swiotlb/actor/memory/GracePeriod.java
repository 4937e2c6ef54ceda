package swiotlb.actor.memory;

import java.util.SplittableRandom;

/**
 * How long memory stays out of use after its release, until no reader can look at it any more.
 *
 * @param leastNs negative: it ends on command
 * @param meanNs what is beyond the least is distributed exponentially
 * @param mostNs longer ones are cut to this
 */
public record GracePeriod(long leastNs, long meanNs, long mostNs) {
  /** It ends at once. */
  public static final GracePeriod NONE = always(0);

  /** It ends when somebody says so. */
  public static final GracePeriod ON_COMMAND = always(-1);

  /** Always the same. */
  public static GracePeriod always(long ns) {
    return new GracePeriod(ns, ns, ns);
  }

  /** The same, and so much more each time, such as until a worker runs. */
  public GracePeriod andThen(long ns) {
    return isOnCommand() ? this : new GracePeriod(leastNs + ns, meanNs + ns, mostNs + ns);
  }

  boolean isOnCommand() {
    return leastNs < 0;
  }

  public long drawNs(SplittableRandom random) {
    if (meanNs <= leastNs) {
      return leastNs;
    }
    var beyond = -StrictMath.log(1 - random.nextDouble()) * (meanNs - leastNs);
    return Math.min(mostNs, leastNs + Math.round(beyond));
  }
}
