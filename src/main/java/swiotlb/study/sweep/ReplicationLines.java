package swiotlb.study.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import swiotlb.input.InputException;

/** Lines of results put together to replications, of which whole ones alone are told. */
final class ReplicationLines implements LineFile.Reader {
  private final Path file;
  private final Consumer<List<ResultLine>> replications;
  private final List<ResultLine> lines = new ArrayList<>();

  /** Of a file. */
  ReplicationLines(Path file, Consumer<List<ResultLine>> replications) {
    this.file = file;
    this.replications = replications;
  }

  @Override
  public boolean isWholeWith(long number, String text) {
    var line = ResultLine.read(text);
    if (line.isEmpty() || !follows(line.get())) {
      throw new InputException(
          file.toString(),
          number,
          "is no result of a sweep, or not where it belongs; mend the line, or begin elsewhere");
    }
    lines.add(line.get());
    if (lines.size() < line.get().runs()) {
      return false;
    }
    replications.accept(List.copyOf(lines));
    lines.clear();
    return true;
  }

  private boolean follows(ResultLine next) {
    return next.run() == lines.size() + 1
        && (lines.isEmpty()
            || (lines.get(0).replicationKey().equals(next.replicationKey())
                && lines.get(0).runs() == next.runs()));
  }
}
