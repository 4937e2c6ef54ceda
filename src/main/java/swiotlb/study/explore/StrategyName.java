package swiotlb.study.explore;

import java.util.Locale;
import swiotlb.explore.ChainStrategy;
import swiotlb.explore.ExhaustiveStrategy;
import swiotlb.explore.FeedbackStrategy;
import swiotlb.explore.RandomStrategy;
import swiotlb.explore.Strategy;

/** How choices are made. */
public enum StrategyName {
  /** Every choice at random. */
  RANDOM,
  /** By random priorities of chains of messages. */
  PCT,
  /** On from runs that were new. */
  FEEDBACK,
  /** Every order, once. */
  EXHAUSTIVE;

  /** One that begins. */
  Strategy begin(long seed, ExplorePlan plan) {
    return switch (this) {
      case RANDOM -> new RandomStrategy(seed, plan.lateness());
      case PCT -> new ChainStrategy(seed, plan.lateness(), plan.depth());
      case FEEDBACK -> new FeedbackStrategy(seed, plan.lateness());
      case EXHAUSTIVE -> new ExhaustiveStrategy(plan.keepsTime());
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
