package swiotlb.cli.terminal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;
import swiotlb.scenario.ScenarioReader;

/** Files that scenarios name: included ones, recordings, traces. */
public final class NamedFiles {
  private NamedFiles() {}

  /**
   * Refuses outputs that would overwrite one of them. Scenarios are read for it only where there is
   * something to be overwritten.
   *
   * @param outputs null where not given
   */
  public static void requireApart(
      List<Path> scenarios, Map<String, String> overrides, @Nullable Path... outputs) {
    if (Arrays.stream(outputs).filter(Objects::nonNull).noneMatch(Files::isRegularFile)) {
      return;
    }
    for (var scenario : scenarios) {
      Cli.requireApart(named(scenario, overrides), outputs);
    }
  }

  private static List<Path> named(Path scenario, Map<String, String> overrides) {
    var reader = new ScenarioReader();
    try {
      reader.read(scenario, overrides);
    } catch (InputException e) {
      // Told once it is read for its own sake.
    }
    return reader.filesRead();
  }
}
