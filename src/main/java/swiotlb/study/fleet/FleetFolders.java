package swiotlb.study.fleet;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import swiotlb.input.InputException;
import swiotlb.input.Text;
import swiotlb.workload.ftrace.RecordingReader;

/** Where the recordings of a fleet are: below a folder, or as a list names them. */
public final class FleetFolders {
  private static final long MOST_LIST_BYTES = 64 << 20;
  private static final int MOST_TOLD = 100;

  private final Set<Path> seen = new HashSet<>();
  private final List<String> found = new ArrayList<>();

  private FleetFolders() {}

  /**
   * Finds them.
   *
   * @param from a folder of recorders' folders, however deep, or a text with one on each line,
   *     relative to its own place; what begins with # is a comment
   * @return in order; a folder without a trace and without folders is among them, so that it is
   *     told of, unless it lies in a recording's folder
   * @throws InputException if it cannot be read, or names none
   */
  public static List<String> of(Path from) {
    var folders = Files.isDirectory(from) ? below(from) : listed(from);
    if (folders.isEmpty()) {
      throw new InputException(
          from.toString(),
          "names no recording; name a folder that holds the recorder's folders, or a list of them, one on each line");
    }
    return folders;
  }

  private static List<String> below(Path folder) {
    var walk = new FleetFolders();
    try {
      walk.add(folder, false);
    } catch (IOException e) {
      throw new InputException(folder.toString(), "cannot be read; name a readable folder");
    }
    return List.copyOf(walk.found);
  }

  /** Links may lead in circles. What lies in a recording's folder and is none is its own. */
  private void add(Path folder, boolean isInRecording) throws IOException {
    if (!seen.add(folder.toRealPath())) {
      return;
    }
    var isRecording = RecordingReader.isFolder(folder);
    var inner = Files.isReadable(folder) ? inner(folder) : List.<Path>of();
    if (isRecording || (inner.isEmpty() && !isInRecording)) {
      found.add(folder.toString());
    }
    for (var one : inner) {
      add(one, isRecording || isInRecording);
    }
  }

  /** Closed before any of them is looked into: they may be nested deeply. */
  private static List<Path> inner(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static List<String> listed(Path list) {
    var folders = new ArrayList<String>();
    var number = 0L;
    for (var line : lines(list)) {
      number++;
      var name = line.strip();
      if (name.isEmpty() || name.startsWith("#")) {
        continue;
      }
      folders.add(resolved(list, name, number));
    }
    return folders;
  }

  private static String resolved(Path list, String name, long line) {
    try {
      var folder = list.resolveSibling(name);
      if (Files.exists(folder)) {
        return folder.toString();
      }
    } catch (InvalidPathException e) {
      // Told as one that is not there.
    }
    throw new InputException(
        list.toString(),
        line,
        "names "
            + Text.cut(name, MOST_TOLD)
            + ", which is not there; write the folder of a recording on each line, relative to this list, and # before what is a comment");
  }

  private static List<String> lines(Path list) {
    try {
      if (Files.size(list) > MOST_LIST_BYTES) {
        throw new InputException(
            list.toString(), "is larger than 64 MiB; write a list with one folder on each line");
      }
      return Files.readAllLines(list);
    } catch (CharacterCodingException e) {
      throw new InputException(
          list.toString(),
          "is no text in UTF-8; name a folder of recordings, or a list of them, one on each line");
    } catch (IOException e) {
      throw new InputException(
          list.toString(), "cannot be read; name a folder of recordings, or a list of them");
    }
  }
}
