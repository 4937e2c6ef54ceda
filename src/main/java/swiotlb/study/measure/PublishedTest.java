package swiotlb.study.measure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import swiotlb.input.ScenarioException;
import swiotlb.scenario.ScenarioReader;

/**
 * A published test as a scenario, which says so: {@code vars.published { platform = …, test = … }}.
 *
 * @param file with the base kernel's machine
 */
public record PublishedTest(String platform, String test, Path file) {
  /** What one run differs by from another without a reason that is modelled. */
  private static final String NOISE = "costs.run-noise-percent";

  /**
   * The tests that files are; empty if one of them is none.
   *
   * @throws ScenarioException with all that is wrong with any of them
   */
  public static List<PublishedTest> read(List<Path> files, Map<String, String> overrides) {
    var tests = new ArrayList<PublishedTest>();
    var problems = new ArrayList<String>();
    for (var file : files) {
      var reader = new ScenarioReader();
      try {
        reader.read(file, overrides);
        var platform = reader.variable("published.platform");
        var test = reader.variable("published.test");
        if (platform.isPresent() && test.isPresent()) {
          tests.add(new PublishedTest(platform.get(), test.get(), file));
        }
      } catch (ScenarioException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ScenarioException(problems);
    }
    return tests.size() == files.size() ? tests : List.of();
  }

  /** It on each of the kernels, the base first. */
  public List<Configuration> configurations(Map<String, String> overrides) {
    var all = new ArrayList<Configuration>();
    for (var kernel : PublishedKernel.values()) {
      var laid = new LinkedHashMap<>(overrides);
      laid.putAll(kernel.overrides());
      all.add(
          new Configuration(
              platform + ", " + test + ", " + kernel.label(),
              file,
              laid,
              new ScenarioReader().read(file, laid)));
    }
    return all;
  }

  /** The same without noise; absent where the platform has no setting for it. */
  Optional<List<Configuration>> withoutNoise(Map<String, String> overrides) {
    var quiet = new LinkedHashMap<>(overrides);
    quiet.put(NOISE, "0");
    try {
      return Optional.of(configurations(quiet));
    } catch (ScenarioException e) {
      return Optional.empty();
    }
  }
}
