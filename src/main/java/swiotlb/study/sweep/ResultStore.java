package swiotlb.study.sweep;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import swiotlb.input.InputException;
import swiotlb.input.Text;
import swiotlb.study.vary.Axis;

/**
 * Results in lines and in a table, which agree whenever this is opened: what one of them lacks it
 * has from the other, and where they differ the lines count. Lines are written first, so that a
 * program that is killed leaves more of them. Not thread-safe.
 */
final class ResultStore implements Closeable {
  private final LineFile lines;
  private final ResultTable table;
  private final NodeFile nodes;
  private final Set<String> stored = new TreeSet<>();

  private ResultStore(LineFile lines, ResultTable table, NodeFile nodes) {
    this.lines = lines;
    this.table = table;
    this.nodes = nodes;
  }

  /**
   * Opens files, which need not exist.
   *
   * @param replications hears the lines of each that is there
   * @throws InputException if they are in use, cannot be written, or hold something else
   */
  static ResultStore open(
      SweepFiles files, List<Axis> axes, Consumer<List<ResultLine>> replications) {
    var table = ResultTable.open(files.database(), axes); // First, since nobody else can then.
    try {
      var inTable = table.digests();
      var store =
          new ResultStore(
              LineFile.open(
                  files.lines(),
                  new ReplicationLines(
                      files.lines(), replication -> intoTable(table, inTable, replication, files))),
              table,
              new NodeFile(files.nodes()));
      store.agree(files, inTable, replications);
      return store;
    } catch (RuntimeException e) {
      table.close();
      throw e;
    }
  }

  private static final String FROM_LINES = "lines";

  /** Of what is in the lines, the table gets what it lacks or has otherwise. */
  private static void intoTable(
      ResultTable table,
      Map<String, String> inTable,
      List<ResultLine> replication,
      SweepFiles files) {
    var key = replication.get(0).replicationKey();
    var digest = new Digest();
    replication.forEach(line -> digest.add(line.text()));
    var before = inTable.put(key, FROM_LINES);
    if (FROM_LINES.equals(before)) {
      throw new InputException(
          files.lines().toString(),
          "holds the results of " + Text.cut(key, 40) + " twice; delete the later ones");
    }
    if (before == null || !before.equals(digest.text())) {
      if (before != null) {
        table.remove(key);
      }
      table.append(replication);
    }
  }

  /** The lines get what only the table has; then all that is there is told. */
  private void agree(
      SweepFiles files, Map<String, String> found, Consumer<List<ResultLine>> replications) {
    var missing = new TreeMap<String, List<ResultLine>>();
    table.each(
        line -> {
          if (!FROM_LINES.equals(found.get(line.replicationKey()))) {
            missing.computeIfAbsent(line.replicationKey(), k -> new ArrayList<>()).add(line);
          }
        });
    for (var replication : missing.values()) {
      if (replication.size() == replication.get(0).runs()) {
        lines.append(texts(replication));
      } else {
        table.remove(replication.get(0).replicationKey());
      }
    }
    var replication = new ArrayList<ResultLine>();
    table.each(
        line -> {
          replication.add(line);
          if (replication.size() == line.runs()) {
            stored.add(line.replicationKey());
            replications.accept(List.copyOf(replication));
            replication.clear();
          }
        });
    if (!replication.isEmpty()) {
      throw new InputException(
          files.database().toString(), "is damaged; delete it, and --resume makes it once more");
    }
  }

  /** Whether the results of a replication are there. */
  boolean has(Replication replication) {
    return stored.contains(replication.key());
  }

  /**
   * Adds the results of a replication that has none yet.
   *
   * @param by who ran it; empty: this process
   */
  void append(List<ResultLine> replication, String by) {
    var key = replication.get(0).replicationKey();
    if (stored.add(key)) {
      lines.append(texts(replication));
      table.append(replication);
      nodes.add(key, by);
    }
  }

  private static List<String> texts(List<ResultLine> replication) {
    return replication.stream().map(ResultLine::text).toList();
  }

  /** Makes what was added outlast a kill in the table, too, if it is time. */
  void keepUp() {
    table.commitNowAndThen();
  }

  /** Replications that are there. */
  long size() {
    return stored.size();
  }

  @Override
  public void close() {
    try (table;
        lines) {
      nodes.close();
    }
  }
}
