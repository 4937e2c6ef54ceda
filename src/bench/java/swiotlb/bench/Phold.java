package swiotlb.bench;

/**
 * The PHOLD model: a number of jobs wander between places for ever, from each to a random other one
 * after a random delay. What an engine does with it is nothing but its own work.
 */
interface Phold extends AutoCloseable {
  /** Jobs under way at any time. */
  int JOBS = 1_000;

  /** Places between which they wander. */
  int PLACES = 100;

  /** The mean of the exponential delays. */
  double MEAN_NS = 1e6;

  /** Goes on for about this many arrivals. */
  void advance(int arrivals);

  @Override
  void close();

  /** The dice of a model, the same ones on every engine. */
  final class Dice {
    private long state = 0x9e37_79b9_7f4a_7c15L;

    private long next() {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
      return state;
    }

    int place() {
      return (int) (((next() >>> 33) * PLACES) >>> 31);
    }

    double delayNs() {
      return -MEAN_NS * Math.log(((next() >>> 11) + 0.5) * 0x1p-53);
    }
  }
}
