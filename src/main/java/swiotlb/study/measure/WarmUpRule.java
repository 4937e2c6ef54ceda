package swiotlb.study.measure;

import java.util.Arrays;
import swiotlb.figures.statistics.Mser;
import swiotlb.figures.statistics.WarmUp;

/** Which of the first runs of a replication are not counted. */
public sealed interface WarmUpRule {
  /** The runs that belong to the warm-up of a replication. */
  WarmUp of(double[] runs);

  /** Those that MSER-5 finds in each replication, of the runs' own figures. */
  record Found() implements WarmUpRule {
    @Override
    public WarmUp of(double[] runs) {
      return Arrays.stream(runs).allMatch(Double::isFinite)
          ? Mser.five(runs)
          : new WarmUp(0, WarmUp.State.TOO_SHORT);
    }
  }

  /** Always so many. */
  record First(int cut) implements WarmUpRule {
    @Override
    public WarmUp of(double[] runs) {
      return WarmUp.given(Math.min(cut, runs.length));
    }
  }
}
