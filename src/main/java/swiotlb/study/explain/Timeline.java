package swiotlb.study.explain;

import java.util.Comparator;
import java.util.List;

/**
 * The clock by which the lines of a log are put in order. Times since boot and times of a clock on
 * the wall cannot be compared with each other, nor times since boot of two boots.
 */
final class Timeline {
  private enum Clock {
    /** Since boot, of one boot of one host; the finest. */
    BOOT,
    /** On the wall. */
    WALL,
    /** Since boot, boot after boot as they came. */
    BOOTS,
    /** None that all lines have: as they came. */
    NONE
  }

  private final Clock clock;

  private Timeline(Clock clock) {
    this.clock = clock;
  }

  /** That of some lines, in the order in which they came. */
  static Timeline of(List<LogLine> lines) {
    var timed = lines.stream().filter(line -> line.moment().isKnown()).toList();
    var isOfBoot = timed.stream().allMatch(line -> line.moment().isOfBoot());
    var isOfWall = timed.stream().allMatch(line -> line.moment().isOfWall());
    var origins = timed.stream().map(LogLine::origin);
    var isOne = origins.map(o -> o.host() + " " + o.boot()).distinct().count() <= 1;
    return new Timeline(
        isOfBoot && isOne
            ? Clock.BOOT
            : isOfWall ? Clock.WALL : isOfBoot ? Clock.BOOTS : Clock.NONE);
  }

  /** Seconds of a line on a clock that is the same for all lines of its boot; NaN: none is. */
  double at(LogLine line) {
    return switch (clock) {
      case BOOT, BOOTS -> line.moment().bootSeconds();
      case WALL -> line.moment().wallSeconds();
      case NONE -> Double.NaN;
    };
  }

  /** Whether all times are of one clock, so that they can be drawn. */
  boolean isOneClock() {
    return clock == Clock.BOOT || clock == Clock.WALL;
  }

  /** Whether there are times that cannot be compared. */
  boolean isMixed() {
    return clock == Clock.NONE;
  }

  /** Earlier lines first; what has no time comes last, and what is alike stays as it came. */
  Comparator<LogLine> order() {
    return switch (clock) {
      case BOOT -> Comparator.comparingDouble(this::at);
      case WALL -> Comparator.comparingDouble(this::at).thenComparingDouble(LogLine::bootSeconds);
      case BOOTS ->
          Comparator.comparing((LogLine line) -> !line.moment().isKnown())
              .thenComparing(line -> line.moment().isKnown() ? line.origin().boot() : 0)
              .thenComparingDouble(this::at);
      case NONE -> Comparator.comparing(line -> 0);
    };
  }
}
