package swiotlb.study.sweep;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import swiotlb.input.InputException;
import swiotlb.input.Text;
import swiotlb.workload.Seeds;

/**
 * What a sweep is: which scenario, what varies, which points are run how often.
 *
 * @param scenario the file
 * @param overrides settings that are the same at every point
 * @param vary the axes as they were written
 * @param sample which points: {@code grid}, {@code lhs:200} or {@code diverse:200}
 * @param replications how many machines are booted at each point
 * @param seed from which all others come; that of the scenario if absent
 * @param version of the program
 */
public record SweepPlan(
    Path scenario,
    Map<String, String> overrides,
    List<String> vary,
    String sample,
    int replications,
    OptionalLong seed,
    String version) {
  private static final String SEED = "seed";
  private static final int MOST_AXES = 50;

  /** Immutable from the start. */
  public SweepPlan {
    overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
    vary = List.copyOf(vary);
  }

  /**
   * What varies.
   *
   * @throws InputException if that cannot be read
   */
  public List<Axis> axes() {
    if (vary.size() > MOST_AXES) {
      throw new InputException("--vary", "is given more than " + MOST_AXES + " times; vary less");
    }
    var axes = vary.stream().map(AxisText::parse).toList();
    var paths = new HashSet<String>();
    for (var axis : axes) {
      var place = "--vary " + Text.cut(axis.path(), 60);
      if (!paths.add(axis.path())) {
        throw new InputException(place, "is given twice; write all its values behind one =");
      }
      if (overrides.containsKey(axis.path())) {
        throw new InputException(place, "is given with --set, too; leave one of them out");
      }
      if (axis.path().equals(SEED)) {
        throw new InputException(
            place, "is what replications vary; write --replications, and --seed where they begin");
      }
    }
    return axes;
  }

  /**
   * The seed of a replication: the same at every point, so that points are compared on the same
   * chance.
   *
   * @param base of the sweep
   * @param replication from 1
   */
  public static long seed(long base, int replication) {
    return Seeds.ofReplication(base, replication);
  }
}
