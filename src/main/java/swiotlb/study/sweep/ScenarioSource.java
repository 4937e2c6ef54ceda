package swiotlb.study.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;
import swiotlb.input.ScenarioException;
import swiotlb.scenario.FilesRead;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.scenario.Setting;
import swiotlb.study.work.LastOnes;
import swiotlb.study.work.ScenariosRead;

/** The scenario of a sweep, and what it is at each point. */
final class ScenarioSource {
  /** What a scenario without a seed has. */
  private static final long USUAL_SEED = 1;

  private static final long MOST_DIGESTED = 64L << 20;
  private static final String RECORDING = ".recording";

  private final Path file;
  private final Map<String, String> overrides;
  private final FilesRead files = new FilesRead();
  private final @Nullable Path boundary;
  private final Set<Path> filesRead = new ConcurrentSkipListSet<>();
  private final LastOnes<Map<String, String>, Scenario> kept = new LastOnes<>();

  ScenarioSource(Path file, Map<String, String> overrides) {
    this(file, overrides, null);
  }

  private ScenarioSource(Path file, Map<String, String> overrides, @Nullable Path boundary) {
    this.file = file;
    this.overrides = overrides;
    this.boundary = boundary;
  }

  /** One that reads nothing outside of a folder. */
  static ScenarioSource within(Path folder, Path file, Map<String, String> overrides) {
    return new ScenarioSource(file, overrides, folder);
  }

  /**
   * A scenario as it was read at a point.
   *
   * @param identity stands for all that it says, wherever it says it
   * @param scenario null if it cannot be used
   * @param refusal why it cannot; empty if it can
   */
  record Read(String identity, @Nullable Scenario scenario, String refusal) {}

  /** The scenario with the settings of a point, or as it is where there are none. */
  Read at(Map<String, String> settings) {
    var all = new LinkedHashMap<>(overrides);
    all.putAll(settings);
    var reader = new ScenarioReader(files);
    if (boundary != null) {
      reader.within(boundary);
    }
    try {
      var scenario = reader.read(file, all);
      if (boundary != null) {
        ScenariosRead.requireWithin(boundary, reader);
      }
      filesRead.addAll(reader.filesRead());
      return new Read(
          identity(reader, all),
          scenario,
          scenario.mode() == Scenario.Mode.CONCURRENT
              ? "mode: is concurrent, whose results differ from time to time; a sweep needs virtual"
              : "");
    } catch (ScenarioException e) {
      return new Read(identity(reader, all), null, String.join("\n", e.problems()));
    }
  }

  private String identity(ScenarioReader reader, Map<String, String> settings) {
    var digest = new Digest().add(reader.canonical());
    settings.forEach((path, value) -> digest.add(path).add(value));
    for (var setting : reader.resolved()) {
      digest.add(setting.path()).add(setting.value());
      recorded(setting).ifPresent(digest::add);
    }
    reader.importedFiles().forEach(imported -> digest.add(inFile(imported)));
    return digest.text();
  }

  /** What is in a file that is short, else how long it is and since when it has been as it is. */
  private static byte[] inFile(Path file) {
    try {
      var text = Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis();
      return Files.size(file) <= MOST_DIGESTED
          ? Files.readAllBytes(file)
          : text.getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      return new byte[0]; // Whoever reads the scenario says so.
    }
  }

  /** What is in the recording that a setting names. */
  private Optional<byte[]> recorded(Setting setting) {
    if (!setting.path().endsWith(RECORDING) || setting.value().isEmpty()) {
      return Optional.empty();
    }
    try {
      var named = file.toAbsolutePath().resolveSibling(setting.value());
      return Files.isRegularFile(named) ? Optional.of(Files.readAllBytes(named)) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty(); // Whoever reads the scenario says so.
    }
  }

  /** Every file that was read so far. */
  Set<Path> filesRead() {
    return filesRead;
  }

  /** The scenario at a point that was read before. The last ones are kept. */
  Scenario again(Map<String, String> settings, String identity) {
    return kept.get(settings, point -> readAgain(point, identity));
  }

  private Scenario readAgain(Map<String, String> settings, String identity) {
    var read = at(settings);
    if (boundary != null && read.scenario == null) {
      throw new InputException(file.toString(), "cannot be read here: " + read.refusal);
    }
    if (read.scenario == null || !read.identity.equals(identity)) {
      throw new InputException(
          file.toString(),
          "was changed while the sweep ran, or reads differently on another machine; begin it once more, elsewhere");
    }
    return read.scenario;
  }

  /** The seed that the scenario itself says. */
  long seed() {
    var scenario = at(Map.of()).scenario;
    return scenario == null ? USUAL_SEED : scenario.seed();
  }

  /** Its name, as that of its file. */
  String name() {
    var name = String.valueOf(file.getFileName());
    return name.endsWith(".conf") ? name.substring(0, name.length() - 5) : name;
  }
}
