package swiotlb.study.conform.against;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import swiotlb.input.InputException;

/**
 * Golden traces by the names of their files.
 *
 * @param byName in order of their names
 * @param passedOver what lies in the folders and is no trace by its name
 */
public record Traces(Map<String, GoldenTrace> byName, List<Path> passedOver) {
  private static final String SUFFIX = ".jsonl";

  /**
   * Reads traces and whole folders of them.
   *
   * @throws InputException if there is none, two have one name, or one cannot be played
   */
  public static Traces read(List<Path> places) {
    var byName = new TreeMap<String, GoldenTrace>();
    var passedOver = new ArrayList<Path>();
    for (var place : places) {
      for (var file : files(place, passedOver)) {
        var name = String.valueOf(file.getFileName());
        var other = byName.put(name, GoldenTrace.read(file));
        if (other != null) {
          throw new InputException(
              file.toString(),
              "has the name of " + other.file() + "; traces are told apart by the names of files");
        }
      }
    }
    return new Traces(Collections.unmodifiableMap(byName), List.copyOf(passedOver));
  }

  private static List<Path> files(Path place, List<Path> passedOver) {
    if (!Files.isDirectory(place)) {
      return List.of(place);
    }
    try (var listed = Files.list(place)) {
      var all = listed.sorted().toList();
      var files = all.stream().filter(Traces::isTrace).toList();
      all.stream().filter(file -> !isTrace(file)).forEach(passedOver::add);
      if (files.isEmpty()) {
        throw new InputException(
            place.toString(), "holds no file *" + SUFFIX + "; name a folder of golden traces");
      }
      return files;
    } catch (IOException e) {
      throw new InputException(place.toString(), "cannot be listed; name a readable folder");
    }
  }

  /** Files of a folder that are read as traces; none if it cannot be listed. */
  public static List<Path> filesIn(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(Traces::isTrace).toList();
    } catch (IOException e) {
      return List.of(); // Told once it is read for its own sake.
    }
  }

  private static boolean isTrace(Path file) {
    return Files.isRegularFile(file) && file.toString().endsWith(SUFFIX);
  }

  /** All traces, in order of their names. */
  public List<GoldenTrace> all() {
    return List.copyOf(byName.values());
  }

  /** Those of which the other has none of the same name. */
  public List<GoldenTrace> without(Traces other) {
    return byName.entrySet().stream()
        .filter(entry -> !other.byName.containsKey(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }
}
