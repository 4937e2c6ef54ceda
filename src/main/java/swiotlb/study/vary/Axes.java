package swiotlb.study.vary;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import swiotlb.input.InputException;
import swiotlb.scenario.VariedPaths;

/** The settings that a study varies together. */
public final class Axes {
  /** What may be written, for people. */
  public static final String VALUES =
      "Values: 2,4,8   1..8   1..64 step 8   1..64*2   1MiB..64MiB*2   10us..1ms*10"
          + "   \"swiotlb=512,force\",\"swiotlb=1024,force\"";

  /** What becomes of quotes, for people. */
  public static final String QUOTES =
      "A shell takes quotes away: put such an option into single ones.";

  private static final String SEED = "seed";
  private static final int MOST = 50;

  private Axes() {}

  /**
   * What varies.
   *
   * @param vary each as {@code path=values}
   * @param overrides settings that are the same everywhere
   * @throws InputException if one cannot be read, or they do not go together
   */
  public static List<Axis> read(List<String> vary, Map<String, String> overrides) {
    if (vary.size() > MOST) {
      throw new InputException("--vary", "is given more than " + MOST + " times; vary less");
    }
    var axes = vary.stream().map(Axis::parse).toList();
    var paths = new VariedPaths(overrides);
    for (var axis : axes) {
      if (axis.path().equals(SEED)) {
        throw new InputException(
            "--vary " + SEED,
            "is what replications vary; write --replications, and --seed where they begin");
      }
      paths.add(axis.path(), axis.value(0));
    }
    return axes;
  }

  /** How many choices of a value for each of them there are. */
  public static BigInteger points(List<Axis> axes) {
    return axes.stream()
        .map(axis -> BigInteger.valueOf(axis.size()))
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }
}
