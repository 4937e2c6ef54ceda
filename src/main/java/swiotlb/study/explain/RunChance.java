package swiotlb.study.explain;

import static swiotlb.study.explain.Said.formatted;
import static swiotlb.study.explain.Said.percent;

import java.util.List;

/**
 * Odds that a pool has no run for a mapping, and in words how they came about.
 *
 * @param low of what was assumed of the buffers in use
 * @param high of what was assumed of them
 * @param words a sentence with a blank before it
 */
record RunChance(double low, double high, String words) {
  private static final double EVEN = 0.5;
  private static final double RARE = 0.05;
  private static final long USUAL_BUFFER = 4096;

  /** Sizes that are taken for those of the buffers in use. */
  private static final int MOST_SIZES = 8;

  /** Whether it hardly ever is so, whatever is assumed. */
  boolean isRare() {
    return high < RARE;
  }

  /**
   * Whether a full pool is likelier.
   *
   * @param isSeenFull whether other lines show it full
   */
  boolean likelyFull(boolean isSeenFull) {
    return isSeenFull && low < EVEN;
  }

  /**
   * Works them out.
   *
   * @param lines of the same pool, which tell what sizes are asked for
   */
  static RunChance of(FullLine line, List<FullLine> lines, MachineWords machine, Odds odds) {
    var areas = Odds.areas(line.total(), machine.areas().orElse(0));
    var sizes =
        lines.stream()
            .filter(l -> !l.isTooLarge() && l.bytes() > 0)
            .map(FullLine::bytes)
            .distinct()
            .sorted()
            .limit(MOST_SIZES)
            .toList();
    if (line.bytes() == 0) {
      return new RunChance(0, 1, " A mapping of nothing cannot be tried.");
    }
    var alike = odds.ofNoRun(line.total(), areas, line.used(), line.bytes(), sizes);
    var small = odds.ofNoRun(line.total(), areas, line.used(), line.bytes(), List.of(USUAL_BUFFER));
    if (alike.isEmpty() || small.isEmpty()) {
      return new RunChance(0, 1, " How likely that is was not worked out for this line.");
    }
    var a = alike.getAsDouble();
    var b = small.getAsDouble();
    return new RunChance(
        Math.min(a, b),
        Math.max(a, b),
        formatted(
            " The simulated allocator, %d slots in %d area%s%s, filled so far and mixed at random (%d tries, seed %d), has no run for it in %s of cases if buffers in use are as large as those that are asked for in this log, and in %s if they are 4 KiB each.",
            line.total(),
            areas,
            areas == 1 ? "" : "s",
            machine.areas().isPresent() ? "" : " (assumed)",
            Odds.TRIALS,
            Odds.SEED,
            percent(a),
            percent(b)));
  }
}
