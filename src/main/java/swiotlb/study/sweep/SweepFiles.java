package swiotlb.study.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import swiotlb.input.InputException;

/**
 * Where the results of a sweep go.
 *
 * @param out as it was named: a folder, or a file of lines
 * @param lines a line of JSON for each run
 * @param database the same as a table
 * @param plan what the sweep is
 * @param nodes which node computed what, where any did
 */
public record SweepFiles(Path out, Path lines, Path database, Path plan, Path nodes) {
  private static final String LINES = ".jsonl";

  /** Those in a folder, or those beside a file {@code NAME.jsonl}. */
  public static SweepFiles at(Path out) {
    var name = String.valueOf(out.getFileName());
    if (!name.endsWith(LINES)) {
      return new SweepFiles(
          out,
          out.resolve("results.jsonl"),
          out.resolve("results.duckdb"),
          out.resolve("sweep.json"),
          out.resolve("nodes.jsonl"));
    }
    var stem = name.substring(0, name.length() - LINES.length());
    return new SweepFiles(
        out,
        out,
        out.resolveSibling(stem + ".duckdb"),
        out.resolveSibling(stem + ".sweep.json"),
        out.resolveSibling(stem + ".nodes.jsonl"));
  }

  /** All of them. */
  public List<Path> all() {
    return List.of(lines, database, plan, nodes);
  }

  /** Whether a sweep was begun here. */
  boolean isBegun() {
    return Files.exists(plan);
  }

  /**
   * Makes room for a sweep that begins.
   *
   * @throws InputException if something is there, or there cannot be
   */
  void requireEmpty() {
    var present = Stream.of(lines, database, nodes).filter(Files::exists).findFirst();
    if (present.isPresent()) {
      throw new InputException(
          present.get().toString(),
          "is there, without the plan of a sweep beside it; delete it, or name another --out");
    }
    try {
      var folder = lines.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new InputException(
          out.toString(), "cannot be made a folder; name another with --out, in a writable one");
    }
  }
}
