package swiotlb.study.sweep;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import swiotlb.study.run.ScenarioRun;
import swiotlb.study.work.JobFiles;
import swiotlb.study.work.Work;

/** A replication, and its results as the lines of its file. */
record SweepWork(Replication replication, Replicating replicating)
    implements Work<List<ResultLine>> {

  @Override
  public List<ResultLine> here(ScenarioRun.Runner runner) {
    return replicating.run(replication, runner);
  }

  @Override
  public String text(JobFiles files) {
    return ReplicationText.of(replication);
  }

  @Override
  public List<ResultLine> read(byte[] result) {
    var lines = new ArrayList<ResultLine>();
    for (var text : List.of(new String(result, StandardCharsets.UTF_8).split("\n", -1))) {
      lines.add(
          ResultLine.read(text)
              .filter(line -> line.replicationKey().equals(replication.key()))
              .filter(line -> line.run() == lines.size() + 1)
              .orElseThrow(() -> new IllegalArgumentException("no result of " + replication)));
    }
    if (lines.get(0).runs() != lines.size()) {
      throw new IllegalArgumentException("not all results of " + replication);
    }
    return lines;
  }

  /** What {@link #read} reads. */
  static byte[] bytes(List<ResultLine> lines) {
    return String.join("\n", lines.stream().map(ResultLine::text).toList())
        .getBytes(StandardCharsets.UTF_8);
  }
}
