package swiotlb.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import swiotlb.input.ScenarioException;

/** What reading a scenario found, all parts together. Not thread-safe. */
final class Findings {
  /** What is wrong: where, what, and what would be right. */
  final List<String> problems = new ArrayList<>();

  /** What was read differently than it looks, or assumed. */
  final List<String> notes = new ArrayList<>();

  /** What was to be included and is not there. */
  final List<String> missing = new ArrayList<>();

  /** Every setting that was asked for. */
  final List<Setting> resolved = new ArrayList<>();

  /** Every file that was read, and folders of recorders. */
  final Set<Path> files = new TreeSet<>();

  /** Outside of this folder nothing is read; null: anywhere. */
  @Nullable Path boundary;

  /**
   * A file that is about to be read.
   *
   * @throws ScenarioException if it may not be
   */
  void reads(Path file) {
    var path = file.toAbsolutePath().normalize();
    if (boundary != null && !path.startsWith(boundary)) {
      throw new ScenarioException(
          List.of(
              file
                  + ": lies outside of the scenario's folder, where nothing is read here; name a file that came with it"));
    }
    files.add(path);
  }
}
