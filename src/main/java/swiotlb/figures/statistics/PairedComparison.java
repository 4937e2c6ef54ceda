package swiotlb.figures.statistics;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.inference.TTest;

/**
 * A design beside a base, of the same replications: the first of one and the first of the other had
 * the same random numbers, and so on. The relative difference is that of the means, {@code
 * mean(other) / mean(base) - 1}; its interval holds those differences that a paired t test does not
 * refuse (Fieller, 1954), so that it leaves out zero just if that test finds a difference.
 *
 * @param relativeDifference in parts of the base; NaN where there is none
 * @param interval of it; empty where nothing is random or nothing can be said
 * @param effectSize mean of the differences in their standard deviations (Cohen's d of pairs); NaN
 *     where they have none
 * @param pValue of the paired t test; NaN where there was no test
 */
public record PairedComparison(
    Moments base,
    Moments other,
    Finding finding,
    double relativeDifference,
    Optional<Interval> interval,
    double effectSize,
    double pValue) {

  /** Below that a spread is a guess. */
  public static final int LEAST_PAIRS = 3;

  /** Whether it was tested, and counts among those that are corrected together. */
  public boolean wasTested() {
    return !Double.isNaN(pValue);
  }

  /** How many replications were compared. */
  public int pairs() {
    return base.count();
  }

  /**
   * Compares; the arrays are left as they are.
   *
   * @param confidence of the interval, and one less the level of the test
   * @throws IllegalArgumentException if they are no pairs
   */
  public static PairedComparison of(double[] base, double[] other, double confidence) {
    if (base.length != other.length) {
      throw new IllegalArgumentException(
          "%d replications of the base and %d of the other are no pairs"
              .formatted(base.length, other.length));
    }
    var first = Moments.of(base);
    var second = Moments.of(other);
    if (!isFinite(base) || !isFinite(other)) {
      return untested(first, second, Finding.NO_FIGURE);
    }
    if (base.length > 0 && Arrays.equals(base, other)) {
      return new PairedComparison(
          first, second, Finding.EQUAL, 0, Optional.empty(), Double.NaN, Double.NaN);
    }
    if (base.length < LEAST_PAIRS) {
      return untested(first, second, Finding.TOO_FEW);
    }
    if (first.mean() == 0) {
      return untested(first, second, Finding.NO_BASE);
    }
    return Moments.isConstant(base) && Moments.isConstant(other)
        ? untested(first, second, Finding.FIXED)
        : tested(base, other, confidence);
  }

  /**
   * The same with an interval by {@link Bootstrap} of the pairs, at the same confidence. It is a
   * difference still only if both ways say so; if this one alone says that there may be none, its
   * interval stays, which holds zero.
   *
   * @return this one, if it has no interval
   */
  public PairedComparison bootstrapped(double[] bases, double[] others, long seed) {
    return interval
        .map(
            by ->
                Bootstrap.interval(
                    bases.length,
                    drawn -> Intervals.mean(others, drawn) / Intervals.mean(bases, drawn) - 1,
                    by.confidence(),
                    seed))
        .map(this::within)
        .orElse(this);
  }

  private PairedComparison within(Interval other) {
    if (finding == Finding.UNDECIDED && !other.holds(0)) {
      return this;
    }
    return new PairedComparison(
        base,
        this.other,
        other.holds(0) ? Finding.UNDECIDED : finding,
        relativeDifference,
        Optional.of(other),
        effectSize,
        pValue);
  }

  private static boolean isFinite(double[] values) {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }

  private static PairedComparison untested(Moments base, Moments other, Finding finding) {
    var difference =
        finding == Finding.NO_FIGURE || base.count() == 0 || base.mean() == 0
            ? Double.NaN
            : other.mean() / base.mean() - 1;
    return new PairedComparison(
        base, other, finding, difference, Optional.empty(), Double.NaN, Double.NaN);
  }

  private static PairedComparison tested(double[] base, double[] other, double confidence) {
    var differences = new double[base.length];
    Arrays.setAll(differences, i -> other[i] - base[i]);
    var difference = Moments.of(differences);
    var first = Moments.of(base);
    var second = Moments.of(other);
    var interval = fieller(base, first, differences, difference, confidence);
    if (interval.isEmpty()) {
      return untested(first, second, Finding.NO_BASE);
    }
    // All differences alike, of bases that are not: the library's test divides by their spread.
    var isSure = difference.standardDeviation() == 0;
    var pValue = isSure ? 0 : TTest.withDefaults().pairedTest(other, base).getPValue();
    return new PairedComparison(
        first,
        second,
        interval.get().holds(0)
            ? Finding.UNDECIDED
            : interval.get().low() > 0 ? Finding.HIGHER : Finding.LOWER,
        second.mean() / first.mean() - 1,
        interval,
        isSure ? Double.NaN : difference.mean() / difference.standardDeviation(),
        pValue);
  }

  /**
   * Those r for which the mean of {@code difference - r * base} is not further from zero than a t
   * test permits: what lies between the roots of a square equation in r. Empty if that is no piece
   * of the line, since the mean of the base may be zero.
   */
  private static Optional<Interval> fieller(
      double[] base, Moments first, double[] differences, Moments difference, double confidence) {
    var n = base.length;
    var t = Intervals.quantile(n - 1, confidence);
    var k = t * t / n;
    var mean = first.mean();
    var variance = square(first.standardDeviation());
    var covariance = covariance(base, first.mean(), differences, difference.mean());
    var a = mean * mean - k * variance;
    if (a <= 0) {
      return Optional.empty();
    }
    // Centred on the difference that was seen, in which nothing large cancels.
    var across = new double[n];
    Arrays.setAll(across, i -> mean * differences[i] - difference.mean() * base[i]);
    var spread = square(Moments.of(across).standardDeviation());
    var lost = variance * square(difference.standardDeviation()) - square(covariance);
    var root = Math.sqrt(Math.max(0, k * spread - k * k * lost));
    var middle = mean * difference.mean() - k * covariance;
    return Optional.of(
        new Interval(
            (middle - root) / a, (middle + root) / a, confidence, Interval.Method.FIELLER));
  }

  private static double covariance(double[] a, double meanOfA, double[] b, double meanOfB) {
    var sum = 0.0;
    for (var i = 0; i < a.length; i++) {
      sum += (a[i] - meanOfA) * (b[i] - meanOfB);
    }
    return sum / (a.length - 1);
  }

  private static double square(double value) {
    return value * value;
  }
}
