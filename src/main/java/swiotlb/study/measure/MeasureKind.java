package swiotlb.study.measure;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.TreeSet;
import swiotlb.figures.Latencies;
import swiotlb.input.InputException;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.run.ScenarioRun;
import swiotlb.study.work.Job;
import swiotlb.study.work.JobFiles;
import swiotlb.study.work.JobPlace;
import swiotlb.study.work.PlainJson;
import swiotlb.study.work.ScenariosRead;
import swiotlb.study.work.WorkKind;
import swiotlb.study.work.Workbench;

/** Replications of a measurement, done elsewhere. */
public final class MeasureKind implements WorkKind {
  private static final String NAME = "measure";

  /**
   * A replication.
   *
   * @param cut runs of its warm-up; negative: as many as MSER-5 finds
   */
  private record Told(
      String file,
      LinkedHashMap<String, String> overrides,
      int number,
      long seed,
      Metric metric,
      int cut) {
    WarmUpRule warmUp() {
      return cut < 0 ? new WarmUpRule.Found() : new WarmUpRule.First(cut);
    }
  }

  /** What came of it. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  private record Came(Replication replication, byte[] latencies, long durationNs) {}

  /** A job for measurements of some configurations. */
  static Job job(Collection<Configuration> configurations) {
    var files = new TreeSet<Path>();
    for (var one : configurations) {
      var reader = new ScenarioReader();
      reader.read(one.file(), one.overrides());
      files.addAll(reader.filesRead());
    }
    return new Job(NAME, "", JobFiles.of(files));
  }

  static String text(Configuration configuration, int number, Plan plan, JobFiles files) {
    return PlainJson.text(
        new Told(
            files.name(configuration.file()),
            new LinkedHashMap<>(configuration.overrides()),
            number,
            plan.seed(number),
            plan.metric(),
            plan.warmUp() instanceof WarmUpRule.First first ? first.cut() : -1));
  }

  /**
   * What came of a replication.
   *
   * @throws IllegalArgumentException if that is none
   */
  static Replication.Whole read(byte[] result) {
    try {
      var came = PlainJson.read(result, Came.class);
      return new Replication.Whole(
          came.replication, Latencies.read(came.latencies), came.durationNs);
    } catch (InputException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Workbench open(JobPlace place, String description) {
    var folder = place.folder();
    var scenarios = new ScenariosRead(folder);
    return (text, runner) -> {
      var told = PlainJson.read(text, Told.class);
      var scenario = scenarios.read(told.file, told.overrides).withSeed(told.seed);
      var outcome = runner.run(scenario, ScenarioRun.Options.plain());
      var whole =
          Replication.of(
              told.number, told.seed, outcome.runs(), outcome.ending(), told.metric, told.warmUp());
      return PlainJson.bytes(
          new Came(whole.replication(), whole.latencies().bytes(), whole.durationNs()));
    };
  }
}
