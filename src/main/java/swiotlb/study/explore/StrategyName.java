package swiotlb.study.explore;

import java.lang.reflect.Field;
import java.util.Locale;
import java.util.function.Predicate;
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
      case EXHAUSTIVE -> exhaustive(plan);
    };
  }

  private static ExhaustiveStrategy exhaustive(ExplorePlan plan) {
    Predicate<Field> isState = field -> decides(field) && (plan.keepsTime() || !isTime(field));
    return EXHAUSTIVE.isByContents(plan)
        ? ExhaustiveStrategy.byContents(isState)
        : ExhaustiveStrategy.byHistory(plan.keepsTime(), isState);
  }

  /**
   * Whether it goes by what actors hold: where nothing depends on time, what went before makes no
   * difference to what is found, and what is drawn shows. Faults happen only until so many messages
   * were handled, and what was drawn of pages that are lent does not show.
   */
  boolean isByContents(ExplorePlan plan) {
    var scenario = plan.scenario();
    return this == EXHAUSTIVE
        && !plan.keepsTime()
        && !scenario.faults().any()
        && scenario.starvedAfter() == 0
        && !scenario.lendsPages();
  }

  /** Not so of what is only counted, and told in the end. */
  private static boolean decides(Field field) {
    var type = field.getType().getName();
    return !type.startsWith("swiotlb.figures.") && !type.startsWith("org.HdrHistogram.");
  }

  private static boolean isTime(Field field) {
    return field.getName().endsWith("Ns");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
