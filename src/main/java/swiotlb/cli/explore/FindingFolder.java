package swiotlb.cli.explore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import swiotlb.input.InputException;
import swiotlb.study.explore.ChoicesFile;
import swiotlb.trace.store.open.TraceFiles;

/** A folder of findings: what an earlier exploration left there is written anew, nothing else. */
final class FindingFolder {
  private static final Pattern OF_FINDING =
      Pattern.compile("(choices(?:-[0-9]+)?)(?:-passing)?\\.(?:json|jsonl|svg)");

  private FindingFolder() {}

  /**
   * Refuses a folder in which a file would be lost to choices and what lies beside them.
   *
   * @param scenario that is explored
   * @throws InputException if it is none, or has files of the names of findings that are none
   */
  static void requireUsable(Path folder, Path scenario) {
    requirePossible(folder);
    requireApart(folder, scenario, OF_FINDING);
    for (var name : names(folder)) {
      var matcher = OF_FINDING.matcher(name);
      if (matcher.matches() && !isKept(folder.resolve(matcher.group(1) + ".json"))) {
        throw refused(folder.resolve(name));
      }
    }
  }

  /**
   * The same of the trace of a run on real threads.
   *
   * @param scenario that is explored
   * @throws InputException if it is none, or has another file of that name
   */
  static void requireUsableForTrace(Path folder, Path scenario) {
    requirePossible(folder);
    requireApart(folder, scenario, Pattern.compile(Pattern.quote(ThreadedExploration.TRACE)));
    var trace = folder.resolve(ThreadedExploration.TRACE);
    if (names(folder).contains(ThreadedExploration.TRACE) && !isOfRealThreads(trace)) {
      throw refused(trace);
    }
  }

  /** One that is not there is made, and taken away again: a finding is not lost to its folder. */
  private static void requirePossible(Path folder) {
    var made = new ArrayDeque<Path>();
    for (var missing = folder.toAbsolutePath().normalize();
        missing != null && !Files.exists(missing);
        missing = missing.getParent()) {
      made.addLast(missing);
    }
    if (made.isEmpty()) {
      return; // It is there.
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InputException(
          folder.toString(), "cannot be made; name a folder in one that can be written to");
    } finally {
      made.forEach(FindingFolder::removeIfEmpty);
    }
  }

  private static void removeIfEmpty(Path folder) {
    try {
      if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      // Somebody has put something there meanwhile.
    }
  }

  private static void requireApart(Path folder, Path scenario, Pattern taken) {
    var own = scenario.toAbsolutePath().normalize();
    if (folder.toAbsolutePath().normalize().equals(own.getParent())
        && taken.matcher(String.valueOf(own.getFileName())).matches()) {
      throw refused(scenario);
    }
  }

  private static Set<String> names(Path folder) {
    if (!Files.exists(folder)) {
      return Set.of();
    }
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new InputException(
          folder.toString(), "is no folder that can be written to; name one with --out");
    }
    var names = new TreeSet<String>();
    try (var files = Files.list(folder)) {
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
    } catch (IOException e) {
      throw new InputException(folder.toString(), "cannot be listed; name another with --out");
    }
    return names;
  }

  private static boolean isOfRealThreads(Path trace) {
    try (var reader = TraceFiles.open(trace)) {
      return !reader.header().isVirtual();
    } catch (InputException | IOException e) {
      return false;
    }
  }

  private static InputException refused(Path file) {
    return new InputException(
        file.toString(),
        "would be overwritten, and is of no exploration; name another folder with --out");
  }

  private static boolean isKept(Path choices) {
    try {
      ChoicesFile.read(choices);
      return true;
    } catch (InputException e) {
      return false;
    }
  }
}
