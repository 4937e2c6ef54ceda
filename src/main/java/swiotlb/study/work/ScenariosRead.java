package swiotlb.study.work;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import swiotlb.input.InputException;
import swiotlb.scenario.FilesRead;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;

/** Scenarios of a job, as its files have them; the last ones are kept. Thread-safe. */
public final class ScenariosRead {
  private final Path folder;
  private final FilesRead files = new FilesRead();
  private final LastOnes<Key, Scenario> kept = new LastOnes<>();

  private record Key(String name, Map<String, String> overrides) {}

  /** Of the files in a folder. */
  public ScenariosRead(Path folder) {
    this.folder = folder;
  }

  /**
   * A scenario.
   *
   * @param name of its file below the folder
   * @param overrides settings laid over it
   * @throws InputException if it cannot be used, or reads anything outside of the folder
   */
  public Scenario read(String name, Map<String, String> overrides) {
    return kept.get(new Key(name, Map.copyOf(overrides)), key -> readFirst(name, overrides));
  }

  private Scenario readFirst(String name, Map<String, String> overrides) {
    var reader = new ScenarioReader(files).within(folder);
    var scenario = reader.read(folder.resolve(name), overrides);
    requireWithin(folder, reader);
    return scenario;
  }

  /**
   * Holds a reader to a folder.
   *
   * @throws InputException if it has read anything outside
   */
  public static void requireWithin(Path folder, ScenarioReader reader) {
    var own = folder.toAbsolutePath().normalize();
    for (var file : reader.filesRead()) {
      if (!file.startsWith(own)) {
        throw new InputException(file.toString(), "does not come with the job");
      }
    }
  }

  /** Files of scenarios, with what values of their settings name. */
  public static JobFiles files(Path scenario, Collection<Path> read, Collection<String> values) {
    var all = new TreeSet<>(read);
    var folder = scenario.toAbsolutePath().normalize().getParent();
    for (var value : values) {
      if (folder != null && !value.isBlank() && value.length() < 1000 && value.indexOf('\0') < 0) {
        all.add(folder.resolve(value.strip()).normalize());
      }
    }
    all.add(scenario.toAbsolutePath().normalize());
    return JobFiles.of(all);
  }
}
