package swiotlb.cli.terminal;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;
import swiotlb.scenario.ScenarioReader;
import swiotlb.workload.ftrace.RecordingReader;

/**
 * Files that a command reads although they were not named to it by themselves: what lies in
 * folders, and what scenarios name. Nothing is looked for unless there is something that an output
 * would overwrite.
 */
public final class Inputs {
  private Inputs() {}

  /**
   * Refuses outputs that would overwrite what is read of places.
   *
   * @param inFolder files that are read of a folder; other places are files
   * @param outputs null where not given
   */
  public static void requireApart(
      Collection<Path> places, Function<Path, List<Path>> inFolder, @Nullable Path... outputs) {
    if (areThere(outputs)) {
      Cli.requireApart(
          places.stream()
              .flatMap(
                  place ->
                      Files.isDirectory(place) ? inFolder.apply(place).stream() : Stream.of(place))
              .toList(),
          outputs);
    }
  }

  /**
   * Refuses outputs that would overwrite a recording.
   *
   * @param recordings traces, and folders of them
   * @param outputs null where not given
   */
  public static void requireApartFromRecordings(
      Collection<Path> recordings, @Nullable Path... outputs) {
    if (areThere(outputs)) {
      Cli.requireApart(
          recordings.stream().flatMap(one -> RecordingReader.filesOf(one).stream()).toList(),
          outputs);
    }
  }

  /**
   * Refuses outputs that would overwrite what scenarios name: included files, recordings, traces.
   *
   * @param overrides settings over those of the scenarios, by path
   * @param varied settings that vary, {@code PATH=VALUE,VALUE}
   * @param outputs null where not given
   */
  public static void requireApartFromNamed(
      List<Path> scenarios,
      Map<String, String> overrides,
      List<String> varied,
      @Nullable Path... outputs) {
    if (!areThere(outputs)) {
      return;
    }
    var values = new ArrayList<>(overrides.values());
    varied.forEach(
        axis -> values.addAll(List.of(axis.substring(axis.indexOf('=') + 1).split(","))));
    for (var scenario : scenarios) {
      var named = new ArrayList<>(read(scenario, overrides));
      values.forEach(value -> named.addAll(beside(scenario, value)));
      requireApartFromRecordings(named, outputs);
    }
  }

  private static List<Path> read(Path scenario, Map<String, String> overrides) {
    var reader = new ScenarioReader();
    try {
      reader.read(scenario, overrides);
    } catch (InputException e) {
      // Told once it is read for its own sake.
    }
    return reader.filesRead();
  }

  /** What a value names, if that is there: names count from the folder of the scenario. */
  private static List<Path> beside(Path scenario, String value) {
    try {
      var named = scenario.resolveSibling(value.strip().replace("\"", ""));
      return Files.exists(named) ? List.of(named) : List.of();
    } catch (InvalidPathException e) {
      return List.of();
    }
  }

  private static boolean areThere(@Nullable Path... outputs) {
    return Arrays.stream(outputs).filter(Objects::nonNull).anyMatch(Files::isRegularFile);
  }
}
