package swiotlb.workload.blktrace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import swiotlb.input.InputException;
import swiotlb.workload.block.BlockFile;
import swiotlb.workload.block.BlockStream;

/**
 * The files that blktrace wrote, one for each CPU: {@code X.blktrace.0} and so on.
 *
 * @param files in the order of their CPUs; one that has another name holds all of them
 */
public record BlktraceFiles(Path path, List<Path> files) implements BlockFile {
  private static final Pattern OF_CPU = Pattern.compile("(.+)\\.blktrace\\.(\\d{1,5})");

  /** Immutable from the start. */
  public BlktraceFiles {
    files = List.copyOf(files);
  }

  /**
   * Those that a path names: one of them, or what their names begin with.
   *
   * @return empty if it names none
   * @throws InputException if one of a CPU is missing, or they cannot be read
   */
  public static Optional<BlktraceFiles> find(Path path) {
    var name = String.valueOf(path.getFileName());
    var ofCpu = OF_CPU.matcher(name);
    try {
      if (ofCpu.matches()) {
        return Optional.of(new BlktraceFiles(path, all(path, ofCpu.group(1))));
      }
      if (Files.isRegularFile(path)) {
        return isOne(path) ? Optional.of(new BlktraceFiles(path, List.of(path))) : Optional.empty();
      }
      return Files.isRegularFile(path.resolveSibling(name + ".blktrace.0"))
          ? Optional.of(new BlktraceFiles(path, all(path, name)))
          : Optional.empty();
    } catch (IOException | UncheckedIOException e) {
      throw new InputException(path.toString(), "cannot be read: " + e.getMessage());
    }
  }

  private static boolean isOne(Path path) throws IOException {
    try (var in = Files.newInputStream(path)) {
      return CpuFile.isBegunBy(in.readNBytes(Integer.BYTES));
    }
  }

  private static List<Path> all(Path path, String name) throws IOException {
    var numbers = new TreeSet<Integer>();
    try (var beside = Files.list(path.toAbsolutePath().getParent())) {
      beside.forEach(
          file -> {
            var ofCpu = OF_CPU.matcher(String.valueOf(file.getFileName()));
            if (ofCpu.matches() && ofCpu.group(1).equals(name)) {
              numbers.add(Integer.valueOf(ofCpu.group(2)));
            }
          });
    }
    if (!Files.isRegularFile(path) && !path.endsWith(name)) {
      throw new InputException(path.toString(), "is not there, though files of other CPUs are");
    }
    for (var cpu = 0; cpu < numbers.size(); cpu++) {
      if (!numbers.contains(cpu)) {
        throw new InputException(
            path.toString(),
            "lacks %s.blktrace.%d, though there is one of CPU %d; copy the files of all CPUs"
                .formatted(name, cpu, numbers.last()));
      }
    }
    return IntStream.range(0, numbers.size())
        .mapToObj(cpu -> path.resolveSibling(name + ".blktrace." + cpu))
        .toList();
  }

  @Override
  public String format() {
    return "a trace of blktrace in %d file%s".formatted(files.size(), files.size() == 1 ? "" : "s");
  }

  @Override
  public boolean hasTimes() {
    return true;
  }

  @Override
  public boolean isOfOneDevice() {
    return false;
  }

  @Override
  public BlockStream open() {
    return new BlktraceEvents(files);
  }
}
