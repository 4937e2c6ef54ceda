package swiotlb.actor.pool;

import java.util.SplittableRandom;
import swiotlb.kernel.policy.PlacementPolicy;

/** The pages of an area that others use while no bounce buffer does. State of one area. */
final class LentPages {
  /** The answer where slots cannot be had. */
  static final long FAILED = -1;

  private static final int PERCENT = 100;
  private static final int PER_MILLE = 1000;

  private final PlacementPolicy.Lending lending;
  private final SplittableRandom random;

  LentPages(PlacementPolicy.Lending lending, SplittableRandom random) {
    this.lending = lending;
    this.random = random;
  }

  /**
   * Gets pages back.
   *
   * @param pages how many
   * @param mayWait whether migration may be waited for
   * @return how long that takes, or {@link #FAILED}
   */
  long getBack(long pages, boolean mayWait) {
    var tookNs = 0L;
    for (var page = 0L; page < pages; page++) {
      if (random.nextInt(PERCENT) < lending.lentPercent()) {
        if (!mayWait || random.nextInt(PER_MILLE) < lending.failingPerMille()) {
          return FAILED;
        }
        tookNs += lending.migrationPerPageNs();
      }
    }
    return tookNs;
  }
}
