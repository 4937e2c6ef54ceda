package swiotlb.cli.measure;

import java.util.ArrayList;
import java.util.List;
import swiotlb.input.Text;
import swiotlb.report.Quantities;
import swiotlb.study.measure.Outcome;
import swiotlb.study.measure.Replication;
import swiotlb.study.measure.Sample;

/** Mappings that failed, invariants that broke, and replications that did not come to their end. */
final class WentWrong {
  private static final int SHOWN = 5;

  private WentWrong() {}

  static List<String> lines(Outcome outcome) {
    var lines = new ArrayList<String>();
    for (var sample : outcome.samples()) {
      add(sample, lines);
    }
    return lines;
  }

  private static void add(Sample sample, List<String> lines) {
    var name = MeasureText.name(sample);
    sample
        .failures()
        .forEach(
            (reason, count) ->
                lines.add(
                    "%s: %s failed in %s: %s"
                        .formatted(
                            name,
                            Quantities.count(count, "mapping"),
                            MeasuredHow.replications(sample.replications().size()),
                            reason)));
    addReplications(sample, lines);
  }

  /** Of the replications alone. */
  static List<String> replications(Outcome outcome) {
    var lines = new ArrayList<String>();
    outcome.samples().forEach(sample -> addReplications(sample, lines));
    return lines;
  }

  private static void addReplications(Sample sample, List<String> lines) {
    var name = MeasureText.name(sample);
    var bad = sample.replications().stream().filter(replication -> !replication.isGood()).toList();
    for (var replication : bad.subList(0, Math.min(SHOWN, bad.size()))) {
      lines.add(
          "%s: replication %d (seed %d) %s"
              .formatted(name, replication.number(), replication.seed(), what(replication)));
    }
    if (bad.size() > SHOWN) {
      lines.add("%s: … and %d more replications".formatted(name, bad.size() - SHOWN));
    }
  }

  private static String what(Replication replication) {
    var failure = replication.failure();
    return failure != null
        ? "failed at %d ns%s: %s"
            .formatted(
                failure.timeNs(),
                failure.actor().isEmpty() ? "" : " in " + failure.actor(),
                Text.printable(failure.what()))
        : "broke an invariant: " + Text.printable(replication.broken().get(0));
  }
}
