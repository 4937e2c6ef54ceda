package swiotlb.workload.fio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import swiotlb.input.InputException;
import swiotlb.input.Packed;
import swiotlb.input.Text;

/**
 * The sections of a job file, each with the global options that stand before it. Not thread-safe.
 */
final class JobFile {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_INCLUDED = 16;
  private static final int MOST_FILES = 256;
  private static final int MOST_JOBS = 4096;
  private static final int SHOWN = 80;
  private static final String GLOBAL = "global";
  private static final String INCLUDE = "include ";

  private final Variables variables;
  private final Map<String, Option> global = new LinkedHashMap<>();
  private final List<Section> sections = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private Map<String, Option> present = global;
  private boolean isInSection;

  /**
   * An option, as it is written.
   *
   * @param value empty where none is given
   */
  record Option(String name, String value, Path file, int line) {
    /** An error at it. */
    InputException wrong(String whatAndRemedy) {
      var written = value.isEmpty() ? name : name + "=" + value;
      return new InputException(
          file.toString(), line, Text.cut(Text.onOneLine(written), SHOWN) + " " + whatAndRemedy);
    }
  }

  /** A job with all that holds for it, by the name of the option. */
  record Section(String name, Path file, int line, Map<String, Option> options) {}

  private JobFile(Variables variables) {
    this.variables = variables;
  }

  /**
   * Reads a file with those that it includes.
   *
   * @throws InputException if it cannot be read
   */
  static JobFile read(Path file, Variables variables) {
    var read = new JobFile(variables);
    read.lines(file, 0);
    if (read.sections.isEmpty()) {
      throw new InputException(file.toString(), "has no job; begin one with its name, as [job]");
    }
    return read;
  }

  /** Its jobs, in their order. */
  List<Section> sections() {
    return List.copyOf(sections);
  }

  /** The file, and those that it includes. */
  List<Path> files() {
    return List.copyOf(files);
  }

  private void lines(Path file, int depth) {
    if (depth > MOST_INCLUDED) {
      throw new InputException(
          file.toString(),
          "is included more than " + MOST_INCLUDED + " deep; does it include itself?");
    }
    if (files.size() >= MOST_FILES) {
      throw new InputException(
          file.toString(), "is one of more than %d that are included".formatted(MOST_FILES));
    }
    files.add(file);
    var number = 0;
    for (var written : text(file).split("\n", -1)) {
      number++;
      var line = withoutComment(written);
      if (line.isEmpty()) {
        continue;
      }
      if (line.startsWith(INCLUDE)) {
        include(line.substring(INCLUDE.length()).strip(), file, number, depth);
      } else if (line.charAt(0) == '[') {
        section(line, file, number, depth);
      } else {
        option(line, file, number);
      }
    }
  }

  private static String text(Path file) {
    try (var in = Packed.open(file, "job file")) {
      var bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new InputException(file.toString(), "is longer than 1 MiB, as no job file is");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InputException(file.toString(), "cannot be read: " + e.getMessage());
    }
  }

  /** All after ; or # is cut, wherever they stand, and blanks around what is left. */
  private static String withoutComment(String line) {
    for (var i = 0; i < line.length(); i++) {
      if (line.charAt(i) == ';' || line.charAt(i) == '#') {
        return line.substring(0, i).strip();
      }
    }
    return line.strip();
  }

  private void include(String name, Path file, int line, int depth) {
    try {
      var included = file.resolveSibling(name);
      if (!Files.isRegularFile(included)) {
        throw new InputException(
            file.toString(), line, "includes %s, which is no file".formatted(included));
      }
      lines(included, depth + 1);
    } catch (InvalidPathException e) {
      throw new InputException(file.toString(), line, "includes what is no name of a file");
    }
  }

  private void section(String text, Path file, int line, int depth) {
    var end = text.lastIndexOf(']');
    if (end < 2) {
      throw new InputException(
          file.toString(), line, "begins a job without a name in brackets; write [job]");
    }
    if (depth > 0) {
      throw new InputException(
          file.toString(), line, "begins a job, which an included file cannot; move it");
    }
    if (sections.size() >= MOST_JOBS) {
      throw new InputException(
          file.toString(), line, "begins one of more than %d jobs".formatted(MOST_JOBS));
    }
    var name = text.substring(1, end);
    isInSection = true;
    if (GLOBAL.equals(name)) {
      present = global;
    } else {
      present = new LinkedHashMap<>(global);
      sections.add(new Section(name, file, line, present));
    }
  }

  private void option(String text, Path file, int line) {
    if (!isInSection) {
      throw new InputException(
          file.toString(), line, "is an option before the first job; begin with [global] or [job]");
    }
    var equals = text.indexOf('=');
    var name = (equals < 0 ? text : text.substring(0, equals)).strip();
    var raw = equals < 0 ? "" : text.substring(equals + 1);
    var value = variables.filledIn(raw, new Option(name, raw, file, line));
    var known = FioOptions.named(name);
    if (known.isEmpty()) {
      throw new Option(name, value, file, line)
          .wrong("is no option of fio 3.33; fio drops the job: correct it, or leave it out");
    }
    var option = new Option(known.get(), value, file, line);
    if (FioOptions.lacksValue(option)) {
      throw option.wrong("has no value; write one behind =");
    }
    present.remove(known.get()); // What is said last stands last.
    present.put(known.get(), option);
  }
}
