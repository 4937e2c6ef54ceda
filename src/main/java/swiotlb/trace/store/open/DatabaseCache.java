package swiotlb.trace.store.open;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import swiotlb.trace.store.duckdb.DuckTrace;

/**
 * Databases that were made of traces, kept for the next question. One belongs to a trace as it was
 * when it was read: to its path, size, time of change, and the tables of this version of the
 * program. It appears under its name when it is whole, so that several processes can use a cache at
 * a time. What was not used for long is deleted, and so is what was used least recently where all
 * of it is too large. Whatever goes wrong with a cache, a trace is read without it.
 */
public final class DatabaseCache {
  /** Smaller traces are read anew faster than a program starts. */
  private static final long LEAST_BYTES = 1 << 20;

  private static final long MOST_BYTES = 2L << 30;
  private static final Duration LONGEST_UNUSED = Duration.ofDays(30);

  /** After that nobody writes an unfinished file any more. */
  private static final Duration LONGEST_MAKING = Duration.ofDays(1);

  private static final String WHOLE = ".duckdb";
  private static final String UNFINISHED = ".making";

  private final Path folder;
  private final Clock clock;
  private final long leastBytes;
  private final long mostBytes;

  /** One in a folder, which need not exist. */
  public DatabaseCache(Path folder) {
    this(folder, Clock.systemUTC(), LEAST_BYTES, MOST_BYTES);
  }

  DatabaseCache(Path folder, Clock clock, long leastBytes, long mostBytes) {
    this.folder = folder;
    this.clock = clock;
    this.leastBytes = leastBytes;
    this.mostBytes = mostBytes;
  }

  /** Where the database of a trace as it is now stands or would stand; empty if it is too small. */
  Optional<Path> placeOf(Path trace) {
    try {
      var size = Files.size(trace);
      if (size < leastBytes || !Files.isRegularFile(trace)) {
        return Optional.empty();
      }
      var changed = Files.getLastModifiedTime(trace).toInstant();
      var key = String.join("\n", trace.toRealPath().toString(), size + "", changed + "", tables());
      return Optional.of(folder.resolve(hash(key) + WHOLE));
    } catch (IOException e) {
      return Optional.empty(); // What is wrong with it will be told when it is read.
    }
  }

  private static String tables() {
    return DuckTrace.tables();
  }

  private static String hash(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Tells that a database is still of use. */
  void used(Path database) {
    try {
      Files.setLastModifiedTime(database, FileTime.from(clock.instant()));
    } catch (IOException e) {
      // It is forgotten sooner.
    }
  }

  /** A name for a database while it is made; empty if nothing can be kept here. */
  Optional<Path> unfinished() {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        ownOnly();
      }
      return Files.isWritable(folder)
          ? Optional.of(folder.resolve(UUID.randomUUID() + UNFINISHED))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Traces can tell more than others are to know. */
  private void ownOnly() {
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException | UnsupportedOperationException e) {
      // Then it is as readable as all else there.
    }
  }

  /**
   * Keeps a database that is whole; whoever reads another one of that name goes on with that.
   *
   * @return whether it could be kept; else it is where it was
   */
  boolean keep(Path made, Path place) {
    try {
      Files.move(made, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      used(place);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Deletes a database, or what is left of one. */
  static void forget(Path database) {
    try {
      Files.deleteIfExists(database);
      Files.deleteIfExists(Path.of(database + ".wal"));
    } catch (IOException e) {
      // Its age will have it deleted.
    }
  }

  private record Entry(Path path, long bytes, Instant used) {}

  /** Deletes what is too old or too much, but for one that is about to be read. */
  void tidy(Path butFor) {
    var now = clock.instant();
    var bytes = 0L;
    for (var entry : latestFirst()) {
      bytes += entry.bytes;
      var longest = entry.path.toString().endsWith(WHOLE) ? LONGEST_UNUSED : LONGEST_MAKING;
      var isOld = entry.used.plus(longest).isBefore(now);
      if (!entry.path.equals(butFor) && (isOld || bytes > mostBytes)) {
        forget(entry.path);
        bytes -= entry.bytes;
      }
    }
  }

  private List<Entry> latestFirst() {
    var entries = new ArrayList<Entry>();
    try (var files = Files.newDirectoryStream(folder, "*{" + WHOLE + "," + UNFINISHED + "*}")) {
      for (var file : files) {
        try {
          entries.add(
              new Entry(file, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
        } catch (IOException e) {
          // Another process has deleted it.
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    entries.sort(Comparator.comparing(Entry::used).reversed());
    return entries;
  }
}
