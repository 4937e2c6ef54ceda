package swiotlb.cli.advise;

import com.typesafe.config.ConfigUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import swiotlb.input.ScenarioException;
import swiotlb.scenario.FilesRead;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.advise.ScenarioWorkload;
import swiotlb.workload.imports.BlockFiles;

/**
 * The scenario around a job file of fio or a trace of block I/Os: one disk, whose requests are
 * those of the file, on a machine that the file does not tell of.
 */
final class ImportedScenario {
  private static final int CPUS = 4;
  private static final Pattern PLACE =
      Pattern.compile("\\d+: devices\\.disk\\.jobs\\.load\\.from: ");

  private final Path file;
  private final String name;
  private final String text;
  private final FilesRead files = new FilesRead();
  private final List<String> assumed = new ArrayList<>();

  /**
   * Around a file.
   *
   * @param cpus of the machine, or null
   * @param release of its kernel, or null
   * @param cmdline of its kernel, or null
   * @param isStatic whether its kernel has no dynamic pools
   */
  ImportedScenario(
      Path file,
      @Nullable Integer cpus,
      @Nullable String release,
      @Nullable String cmdline,
      boolean isStatic) {
    this.file = file;
    name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
    var lines = new ArrayList<String>();
    lines.add("cpus = " + (cpus == null ? CPUS : cpus));
    lines.add("kernel.cmdline = " + quoted(cmdline == null ? "swiotlb=force" : cmdline));
    if (release != null) {
      lines.add("kernel.release = " + quoted(release));
    }
    if (isStatic) {
      lines.add("kernel.dynamic = off");
    }
    lines.add("devices.disk.type = nvme");
    lines.add("devices.disk.jobs.load.from = " + quoted(file.toAbsolutePath().toString()));
    text = String.join("\n", lines) + "\n";
    if (cpus == null) {
      assumed.add("it has %d CPUs (--cpus)".formatted(CPUS));
    }
    if (cmdline == null) {
      assumed.add(
          "all that is mapped bounces (swiotlb=force; --cmdline or --set encryption.kind=…)");
    }
    assumed.add("the disk is an nvme as its model has it (--set devices.disk.type=…)");
  }

  private static String quoted(String text) {
    return ConfigUtil.quoteString(text);
  }

  /** Whether a file, or the files of blktrace that begin so, is of a kind that is imported. */
  static boolean isOf(Path file) {
    return !Files.isDirectory(file) && BlockFiles.isKnown(file);
  }

  /** What is advised. */
  ScenarioWorkload workload(Map<String, String> overrides) {
    var told =
        assumed.stream()
            .filter(sentence -> overrides.keySet().stream().noneMatch(sentence::contains));
    return new ScenarioWorkload(this::read, overrides, told.toList());
  }

  /** All files that it consists of. */
  List<Path> files(Map<String, String> overrides) {
    var reader = new ScenarioReader(files);
    reader.read(name, text, overrides);
    return reader.filesRead();
  }

  private Scenario read(Map<String, String> settings) {
    try {
      return new ScenarioReader(files).read(name, text, settings);
    } catch (ScenarioException e) {
      throw new ScenarioException(e.problems().stream().map(this::ofFile).toList());
    }
  }

  /** What is said of the scenario's line for the file, which nobody has written, is of the file. */
  String ofFile(String sentence) {
    var place = PLACE.matcher(sentence);
    return sentence.startsWith(name + ":") && place.find()
        ? file + ": " + sentence.substring(place.end())
        : sentence;
  }
}
