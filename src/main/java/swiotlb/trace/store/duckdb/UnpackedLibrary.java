package swiotlb.trace.store.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The native library, which the driver unpacks to a temporary file of seventy megabytes. A process
 * that is killed would leave it there. Once it is loaded, Linux needs no name for it.
 */
final class UnpackedLibrary {
  private static final Path LOADED = Path.of("/proc/self/maps");
  private static final Pattern NAME = Pattern.compile("libduckdb_java\\d+\\.so");

  /** Longer than any program takes to load what it has unpacked. */
  private static final Duration SURELY_LOADED = Duration.ofMinutes(10);

  private static final Pattern UNPACKED = Pattern.compile("/.*/libduckdb_java\\d+\\.so$");

  private UnpackedLibrary() {}

  /** Deletes the file, where that does no harm. */
  static void forget() {
    var temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    try (var lines = Files.lines(LOADED)) {
      for (var line : lines.filter(text -> text.endsWith(".so")).toList()) {
        var path = UNPACKED.matcher(line);
        if (path.find() && Path.of(path.group()).startsWith(temporary)) {
          Files.deleteIfExists(Path.of(path.group()));
        }
      }
    } catch (IOException e) {
      // The file stays until the program ends.
    }
  }

  /** Deletes those that programs left which were killed before they had loaded it. */
  static void forgetAbandoned() {
    var temporary = Path.of(System.getProperty("java.io.tmpdir"));
    var before = Instant.now().minus(SURELY_LOADED);
    try (var files = Files.newDirectoryStream(temporary, "libduckdb_java*.so")) {
      for (var file : files) {
        if (NAME.matcher(String.valueOf(file.getFileName())).matches()
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      // They belong to somebody else, or are gone.
    }
  }
}
