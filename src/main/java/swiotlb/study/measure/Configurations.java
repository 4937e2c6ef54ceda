package swiotlb.study.measure;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import swiotlb.input.InputException;
import swiotlb.input.ScenarioException;
import swiotlb.scenario.FilesRead;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.vary.Axes;
import swiotlb.study.vary.Axis;

/** The configurations of a measurement: each file with each of the values that are varied. */
public final class Configurations {
  private static final int MOST = 100;

  private final Map<String, String> overrides;
  private final FilesRead files = new FilesRead();
  private final List<String> problems = new ArrayList<>();

  private Configurations(Map<String, String> overrides) {
    this.overrides = overrides;
  }

  /**
   * Reads all of them; the first is the base.
   *
   * @param axes what varies
   * @param overrides settings over those of every file
   * @throws InputException if they are too many
   * @throws ScenarioException with everything that is wrong with any of them
   */
  public static List<Configuration> read(
      List<Path> files, List<Axis> axes, Map<String, String> overrides) {
    return new Configurations(overrides).read(files, axes);
  }

  private List<Configuration> read(List<Path> files, List<Axis> axes) {
    var count = Axes.points(axes).multiply(BigInteger.valueOf(files.size()));
    if (count.compareTo(BigInteger.valueOf(MOST)) > 0) {
      throw new InputException(
          "--vary",
          "makes %s configurations of %d files; compare at most %d, or sweep"
              .formatted(count, files.size(), MOST));
    }
    var read = new ArrayList<Configuration>();
    for (var file : files) {
      for (var point : points(axes)) {
        read(unused(name(file, files, point), read), file, point, read);
      }
    }
    if (!problems.isEmpty()) {
      throw new ScenarioException(problems.stream().distinct().toList());
    }
    return List.copyOf(read);
  }

  private static List<Map<String, String>> points(List<Axis> axes) {
    var points = new ArrayList<Map<String, String>>(List.of(Map.of()));
    for (var axis : axes) {
      var more = new ArrayList<Map<String, String>>();
      for (var point : points) {
        for (var i = 0L; i < axis.size(); i++) {
          var next = new LinkedHashMap<>(point);
          next.put(axis.path(), axis.value(i));
          more.add(next);
        }
      }
      points = more;
    }
    return points;
  }

  private void read(String name, Path file, Map<String, String> point, List<Configuration> read) {
    var all = new LinkedHashMap<>(overrides);
    all.putAll(point);
    try {
      var scenario = new ScenarioReader(files).read(file, all);
      if (scenario.mode() == Scenario.Mode.CONCURRENT) {
        problems.add(
            file + ": mode is concurrent, where nothing repeats; it is measured in virtual mode");
      }
      read.add(new Configuration(name, file, all, scenario));
    } catch (ScenarioException e) {
      problems.addAll(e.problems());
    }
  }

  /**
   * What is varied alone, where there is one file; else its name, with its folder if another file
   * has the same, and what is varied.
   */
  private static String name(Path file, List<Path> files, Map<String, String> point) {
    var varied = point.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    var all = String.join(", ", varied);
    if (files.size() == 1 && !varied.isEmpty()) {
      return all;
    }
    var plain = plain(file);
    var isUnique =
        files.stream().distinct().filter(other -> plain(other).equals(plain)).count() == 1;
    var name = isUnique ? plain : file.toString();
    return varied.isEmpty() ? name : name + ", " + all;
  }

  /** A file may stand beside itself. */
  private static String unused(String name, List<Configuration> read) {
    var names = read.stream().map(Configuration::name).toList();
    var unused = name;
    for (var i = 2; names.contains(unused); i++) {
      unused = name + " (" + i + ")";
    }
    return unused;
  }

  private static String plain(Path file) {
    var name = String.valueOf(file.getFileName());
    return name.endsWith(".conf") ? name.substring(0, name.length() - 5) : name;
  }
}
