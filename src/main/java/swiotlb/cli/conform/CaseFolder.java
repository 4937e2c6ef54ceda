package swiotlb.cli.conform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import swiotlb.cli.terminal.WholeFile;
import swiotlb.input.InputException;
import swiotlb.study.conform.against.SmallCase;

/**
 * The folder of small cases, a file {@code RULE.jsonl} each. A folder is taken that is not there,
 * is empty, or holds cases of an earlier comparison, which are replaced: one whose rule is no
 * longer touched goes. Nothing else may lie in it.
 */
final class CaseFolder {
  private final Path folder;

  private CaseFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * What is compared is not replaced by what is found in it.
   *
   * @throws InputException if one of them lies in the folder
   */
  static void requireApart(List<Path> inputs, Path folder) {
    for (var input : inputs) {
      var holder = input.toAbsolutePath().getParent();
      if (holder != null && Files.isDirectory(folder) && isSame(holder, folder)) {
        throw new InputException(
            folder.toString(),
            "holds " + input.getFileName() + ", which is compared; name another folder");
      }
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false; // It cannot be read, which its reader tells.
    }
  }

  /**
   * Makes a folder where there is none.
   *
   * @throws InputException if it holds other things, or cannot be made or written
   */
  static CaseFolder prepare(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InputException(
          folder.toString(), "cannot be made; name a folder in a writable one");
    }
    if (!Files.isWritable(folder)) {
      throw new InputException(folder.toString(), "cannot be written; name a writable folder");
    }
    for (var file : files(folder)) {
      if (!SmallCase.isFile(file)) {
        throw new InputException(
            folder.toString(),
            "holds "
                + file.getFileName()
                + ", which is no smallest case; name a new or empty folder");
      }
    }
    return new CaseFolder(folder);
  }

  /**
   * Writes cases, and then removes those of an earlier comparison that have no successor.
   *
   * @return what was removed
   * @throws InputException if the folder cannot be written
   */
  List<Path> write(Collection<SmallCase> cases) {
    var written = cases.stream().map(small -> folder.resolve(small.fileName())).toList();
    for (var small : cases) {
      WholeFile.write(folder.resolve(small.fileName()), small.text());
    }
    var removed =
        files(folder).stream()
            .filter(file -> !written.contains(file) && SmallCase.isFile(file))
            .toList();
    removed.forEach(CaseFolder::delete);
    return removed;
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new InputException(file.toString(), "cannot be removed; remove it by hand");
    }
  }

  private static List<Path> files(Path folder) {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new InputException(folder.toString(), "cannot be read; name a readable folder");
    }
  }
}
