package swiotlb.study.advise;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import swiotlb.kernel.text.PoolParameters;
import swiotlb.kernel.text.SwiotlbParameter;
import swiotlb.scenario.Scenario;

/**
 * The workload of a scenario, wherever its text comes from: what can be written as one can be
 * advised.
 */
public final class ScenarioWorkload implements Workload {
  private static final String NOFORCE =
      "noforce is left out of the command line, since it leaves no pool to be sized";

  private final Function<Map<String, String>, Scenario> read;
  private final Map<String, String> overrides;
  private final Scenario given;
  private final List<String> assumed;

  /**
   * Of a scenario.
   *
   * @param read it, with settings laid over its own; asked by several threads at a time
   * @param overrides those that always are
   * @param assumed of it, a sentence each
   */
  public ScenarioWorkload(
      Function<Map<String, String>, Scenario> read,
      Map<String, String> overrides,
      List<String> assumed) {
    this.read = read;
    this.overrides = Map.copyOf(overrides);
    this.given = read.apply(overrides);
    this.assumed =
        given.kernel().swiotlb().noforce()
            ? Stream.concat(assumed.stream(), Stream.of(NOFORCE)).toList()
            : List.copyOf(assumed);
  }

  /** As it was written. */
  public Scenario given() {
    return given;
  }

  @Override
  public String name() {
    return given.name();
  }

  @Override
  public Scenario booted(Boot boot) {
    var words = words();
    var parameters =
        boot.size().map(size -> size.parameters(words)).orElse(PoolParameters.unsized(words));
    var all = new LinkedHashMap<>(overrides);
    all.keySet().removeIf(key -> key.equals("kernel") || key.equals("kernel.cmdline"));
    all.put("kernel.cmdline", PoolParameters.replaced(given.kernel().text(), parameters));
    all.put("kernel.dynamic", boot.isDynamic() ? "on" : "off");
    if (given.mode() == Scenario.Mode.CONCURRENT) {
      all.put("mode", "virtual");
    }
    all.putAll(boot.costs());
    return read.apply(all);
  }

  @Override
  public boolean isDynamic() {
    return given.dynamic();
  }

  @Override
  public SwiotlbParameter words() {
    return given.kernel().swiotlb();
  }

  @Override
  public List<String> assumed() {
    return assumed;
  }
}
