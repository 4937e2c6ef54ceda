package swiotlb.kernel.page;

import java.util.Arrays;

/**
 * A set of numbers from 0 to 16,777,215 that tells its lowest: four levels of bitmaps, in each of
 * which a bit says that a word of the level below is not empty. All operations take at most four
 * steps; memory grows with the highest number ever added. Not thread-safe.
 */
final class LowestFirst {
  /** Numbers are lower than this. */
  static final int END = 1 << 24;

  private static final int LEVELS = 4;
  private static final int WORD_BITS = 6;

  private final long[][] levels = new long[LEVELS][1];

  /** Adds a number, which may be there already. */
  void add(int number) {
    var at = number;
    for (var level = 0; level < LEVELS; level++) {
      var word = at >> WORD_BITS;
      if (word >= levels[level].length) {
        levels[level] = Arrays.copyOf(levels[level], Math.max(2 * levels[level].length, word + 1));
      }
      var before = levels[level][word];
      levels[level][word] = before | 1L << at;
      if (before != 0) {
        return;
      }
      at = word;
    }
  }

  /** Takes a number out that was added. */
  void remove(int number) {
    var at = number;
    for (var level = 0; level < LEVELS; level++) {
      var word = at >> WORD_BITS;
      levels[level][word] &= ~(1L << at);
      if (levels[level][word] != 0) {
        return;
      }
      at = word;
    }
  }

  /** The lowest number, or -1 if there is none. */
  int lowest() {
    if (levels[LEVELS - 1][0] == 0) {
      return -1;
    }
    var at = 0;
    for (var level = LEVELS - 1; level >= 0; level--) {
      at = (at << WORD_BITS) + Long.numberOfTrailingZeros(levels[level][at]);
    }
    return at;
  }
}
