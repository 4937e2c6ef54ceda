package swiotlb.study.conform.replay;

import org.jspecify.annotations.Nullable;

/**
 * How well an allocator followed a recording.
 *
 * @param compared mappings whose outcome the recording tells
 * @param equalAtOnce those decided alike where they were requested
 * @param equalLater those decided alike at the end of the interval in which their slots were taken
 * @param learned those adopted, since they told where the search of an area begins
 * @param beforeLoss how it was when lines were lost
 * @param transientMaps mappings that were decided to lie in transient pools
 * @param failedMaps mappings that were decided to fail
 * @param adopted outcomes taken over from the recording after a divergence
 * @param first the first divergence, or null
 */
record ReplayScore(
    long compared,
    long equalAtOnce,
    long equalLater,
    long learned,
    Replay.BeforeLoss beforeLoss,
    long transientMaps,
    long failedMaps,
    Replay.Adopted adopted,
    ReplayTarget.Counters counters,
    @Nullable ReplayDivergence first) {

  long equal() {
    return equalAtOnce + equalLater + learned;
  }
}
