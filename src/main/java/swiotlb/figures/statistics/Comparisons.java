package swiotlb.figures.statistics;

import java.util.List;

/** Several designs beside the same base. */
public final class Comparisons {
  private Comparisons() {}

  /**
   * Compares each of them, so that the chance of any false alarm among all is that of one: {@link
   * Holm}. Each interval has the confidence that its comparison needs for that, and says as before
   * whether there is a difference. What is equal or fixed in all replications is no matter of
   * chance and does not count.
   *
   * @param confidence of all of them together
   */
  public static List<PairedComparison> of(double[] base, List<double[]> others, double confidence) {
    var alone = others.stream().map(other -> PairedComparison.of(base, other, confidence)).toList();
    var pValues =
        alone.stream()
            .filter(PairedComparison::wasTested)
            .mapToDouble(PairedComparison::pValue)
            .toArray();
    var levels = Holm.levels(1 - confidence, pValues);
    var corrected = new PairedComparison[alone.size()];
    var next = 0;
    for (var i = 0; i < corrected.length; i++) {
      var comparison = alone.get(i);
      corrected[i] =
          comparison.wasTested()
              ? PairedComparison.of(base, others.get(i), 1 - levels[next++])
              : comparison;
    }
    return List.of(corrected);
  }
}
