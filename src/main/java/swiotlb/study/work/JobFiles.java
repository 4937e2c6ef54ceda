package swiotlb.study.work;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import swiotlb.input.InputException;

/**
 * The files of a job, which go with it to other machines: each by its name below the folder that
 * all of them are in, with slashes. Immutable.
 */
public final class JobFiles {
  /** Of all files together, as they are. */
  public static final long MOST_BYTES = 64L << 20;

  /** Of a job. */
  public static final int MOST_FILES = 1000;

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path root;
  private final SortedMap<String, Path> byName;

  private JobFiles(Path root, SortedMap<String, Path> byName) {
    this.root = root;
    this.byName = byName;
  }

  /**
   * Those of some files and folders that are there; of folders all files directly in them.
   *
   * @throws InputException if they are too many or too large to be sent
   */
  public static JobFiles of(Collection<Path> named) {
    var files = new TreeMap<Path, Long>();
    for (var one : named) {
      var path = one.toAbsolutePath().normalize();
      if (Files.isDirectory(path)) {
        addAll(path, files);
      } else if (Files.isRegularFile(path)) {
        files.put(path, size(path));
      }
    }
    var bytes = files.values().stream().mapToLong(Long::longValue).sum();
    if (bytes > MOST_BYTES || files.size() > MOST_FILES) {
      var largest =
          files.entrySet().stream().max((a, b) -> Long.compare(a.getValue(), b.getValue()));
      throw new InputException(
          largest.orElseThrow().getKey().toString(),
          "is one of %d files with %d bytes that would be sent to each node, which can be %d files with 64 MiB; run this on one machine, without --cluster"
              .formatted(files.size(), bytes, MOST_FILES));
    }
    var root =
        files.keySet().stream().map(JobFiles::folder).reduce(JobFiles::common).orElse(Path.of("/"));
    var byName = new TreeMap<String, Path>();
    files.keySet().forEach(path -> byName.put(nameIn(root, path), path));
    return new JobFiles(root, byName);
  }

  private static void addAll(Path folder, Map<Path, Long> files) {
    try (var inside = Files.list(folder)) {
      inside.filter(Files::isRegularFile).forEach(file -> files.put(file, size(file)));
    } catch (IOException e) {
      throw new InputException(folder.toString(), "cannot be listed; make it readable");
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new InputException(file.toString(), "cannot be read; make it readable");
    }
  }

  private static Path folder(Path file) {
    var parent = file.getParent();
    return parent == null ? file : parent;
  }

  private static Path common(Path one, Path other) {
    var shared = one;
    while (!other.startsWith(shared)) {
      shared = folder(shared);
    }
    return shared;
  }

  private static String nameIn(Path root, Path path) {
    var name = new StringBuilder();
    for (var part : root.relativize(path)) {
      name.append(name.isEmpty() ? "" : "/").append(part);
    }
    return name.toString();
  }

  /**
   * The name of a file, or of a folder that holds some of them, on other machines.
   *
   * @throws IllegalArgumentException if the job does not have it
   */
  public String name(Path file) {
    var path = file.toAbsolutePath().normalize();
    if (!path.startsWith(root)) {
      throw new IllegalArgumentException(file + " is no file of the job");
    }
    return nameIn(root, path);
  }

  /** How many there are. */
  public int count() {
    return byName.size();
  }

  /** All of them as a ZIP archive. */
  public byte[] archive() {
    var archive = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(archive)) {
      for (var file : byName.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        Files.copy(file.getValue(), zip);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a file of the job cannot be read", e);
    }
    return archive.toByteArray();
  }

  /**
   * Writes the files of an archive into a folder, which holds nothing else. It comes from another
   * machine: what would lie elsewhere, or is more than a job can have, is refused.
   *
   * @throws InputException if it is refused, or is damaged
   */
  public static void unpack(byte[] archive, Path folder) {
    var count = 0;
    var left = MOST_BYTES;
    try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        var file =
            placed(folder, entry)
                .orElseThrow(() -> new InputException("job", "has a file outside of its folder"));
        if (++count > MOST_FILES) {
          throw new InputException("job", "has more than " + MOST_FILES + " files");
        }
        Files.createDirectories(folder(file));
        left -= copy(zip, file, left);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException("job", "cannot be unpacked: " + e.getMessage());
    }
  }

  private static Optional<Path> placed(Path folder, ZipEntry entry) {
    try {
      var file = folder.resolve(entry.getName()).normalize();
      return Optional.of(file)
          .filter(path -> path.startsWith(folder) && !path.equals(folder))
          .filter(path -> !entry.isDirectory());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static long copy(ZipInputStream zip, Path file, long most) throws IOException {
    var copied = 0L;
    var buffer = new byte[BUFFER_BYTES];
    try (var out = Files.newOutputStream(file)) {
      for (var n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
        copied += n;
        if (copied > most) {
          throw new InputException("job", "has files of more than 64 MiB");
        }
        out.write(buffer, 0, n);
      }
    }
    return copied;
  }
}
