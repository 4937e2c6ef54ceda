package swiotlb.study.sweep;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import swiotlb.input.InputException;
import swiotlb.study.vary.Axes;
import swiotlb.study.vary.Axis;
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
    return Axes.read(vary, overrides);
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
