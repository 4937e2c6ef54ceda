package swiotlb.study.explore;

import java.util.Locale;
import swiotlb.explore.ChainStrategy;
import swiotlb.explore.FeedbackStrategy;
import swiotlb.explore.Lateness;
import swiotlb.explore.RandomStrategy;
import swiotlb.explore.Strategy;

/** How choices are made. */
public enum StrategyName {
  /** Every choice at random. */
  RANDOM,
  /** By random priorities of chains of messages. */
  PCT,
  /** On from runs that were new. */
  FEEDBACK;

  /**
   * One that begins.
   *
   * @param depth of {@link #PCT}
   */
  Strategy begin(long seed, Lateness lateness, int depth) {
    return switch (this) {
      case RANDOM -> new RandomStrategy(seed, lateness);
      case PCT -> new ChainStrategy(seed, lateness, depth);
      case FEEDBACK -> new FeedbackStrategy(seed, lateness);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
