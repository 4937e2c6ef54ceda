package swiotlb.cli.explain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import swiotlb.input.InputException;
import swiotlb.kernel.text.BuddyInfo;
import swiotlb.study.explain.LogReading;

/**
 * What files say of a machine: the folder that {@code recorder} makes, or single files as the
 * kernel has them. Each may be missing in a folder.
 */
final class MachineFiles {
  private static final int MOST_BYTES = 1 << 22;
  private static final List<String> KINDS =
      List.of("cmdline", "debugfs", "config", "cpus", "meminfo", "buddyinfo", "dmesg");

  private static final Pattern COUNTER = Pattern.compile("(?m)^\\s*io_tlb_([a-z_]{1,40})");
  private static final Pattern MEMORY = Pattern.compile("(?m)^MemTotal:\\s+(\\d{1,13}) kB");
  private static final Pattern DYNAMIC = Pattern.compile("(?m)^CONFIG_SWIOTLB_DYNAMIC=y\\s*$");
  private static final Pattern CPUS = Pattern.compile("\\s*([1-9]\\d{0,4})\\s*");
  private static final int KIB_SHIFT = 10;

  private final LogReading reading;
  private final boolean explainsLog;
  private Optional<Path> log = Optional.empty();

  /**
   * For a log that is read.
   *
   * @param explainsLog whether the log of the machine is to be explained itself, not only heard
   */
  MachineFiles(LogReading reading, boolean explainsLog) {
    this.reading = reading;
    this.explainsLog = explainsLog;
  }

  /**
   * Reads a folder, or a file that is told by its name or by what stands in it.
   *
   * @throws InputException if there is nothing in it of which something can be had
   */
  void read(Path path) {
    if (!Files.isDirectory(path)) {
      read(kindOf(path), path);
      return;
    }
    var any = false;
    for (var kind : KINDS) {
      for (var name : List.of(kind + ".txt", kind)) {
        if (Files.isRegularFile(path.resolve(name))) {
          read(kind, path.resolve(name));
          any = true;
          break;
        }
      }
    }
    if (!any) {
      throw new InputException(
          path.toString(),
          "holds nothing that tells of a machine; name the folder that the recorder made, or one with "
              + "cmdline.txt, dmesg.txt, debugfs.txt, meminfo.txt or buddyinfo.txt");
    }
  }

  /** The log of the machine that was read, if there is one. */
  Optional<Path> log() {
    return log;
  }

  private static String kindOf(Path file) {
    var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    var byName = KINDS.stream().filter(name::startsWith).findFirst();
    if (byName.isPresent()) {
      return byName.get();
    }
    var text = text(file);
    if (MEMORY.matcher(text).find()) {
      return "meminfo";
    }
    if (text.startsWith("Node ")) {
      return "buddyinfo";
    }
    if (COUNTER.matcher(text).find()) {
      return "debugfs";
    }
    return text.strip().lines().count() == 1 && !text.startsWith("[") ? "cmdline" : "dmesg";
  }

  private void read(String kind, Path file) {
    switch (kind) {
      case "dmesg" -> {
        log = Optional.of(file);
        LogFile.read(file, explainsLog ? reading::accept : reading::acceptOfMachine);
      }
      case "cmdline" -> reading.machine().setCommandLine(text(file).strip());
      case "debugfs" -> counters(text(file));
      case "config" -> {
        if (DYNAMIC.matcher(text(file)).find()) {
          reading.machine().setGrows(true);
        }
      }
      case "cpus" -> {
        var cpus = CPUS.matcher(text(file));
        if (cpus.matches()) {
          reading.machine().setCpus(Integer.parseInt(cpus.group(1)));
        }
      }
      case "meminfo" -> {
        var memory = MEMORY.matcher(text(file));
        if (!memory.find()) {
          throw new InputException(
              file.toString(), "has no line MemTotal; name what cat /proc/meminfo prints");
        }
        reading.machine().setMemory(Long.parseLong(memory.group(1)) << KIB_SHIFT);
      }
      default -> freePages(file);
    }
  }

  private void counters(String text) {
    var names = COUNTER.matcher(text).results().map(m -> m.group(1)).toList();
    if (names.contains("nslabs")) {
      reading.machine().setGrows(names.contains("transient_nslabs"));
    }
  }

  private void freePages(Path file) {
    try {
      reading
          .machine()
          .setFreePages(
              BuddyInfo.describe(BuddyInfo.parse(text(file)))
                  .strip()
                  .replaceAll(" +", " ")
                  .replace("\n", "; "));
    } catch (IllegalArgumentException e) {
      throw new InputException(file.toString(), String.valueOf(e.getMessage()));
    }
  }

  private static String text(Path file) {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InputException(
          file.toString(),
          "cannot be read; name the folder that the recorder made, or a file such as /proc/cmdline");
    }
  }
}
