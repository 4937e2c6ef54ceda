package swiotlb.study.advise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import swiotlb.input.InputException;
import swiotlb.study.run.ScenarioRun;
import swiotlb.study.work.JobFiles;
import swiotlb.study.work.PlainJson;
import swiotlb.study.work.Work;

/** A machine that is tried, by its number. */
record TrialWork(Machines machines, Trials.Configuration configuration, int number)
    implements Work<Trial> {

  private record Told(Optional<AskedSize> size, boolean isDynamic, double load, int number) {}

  private record Failed(Trial.Failure failure, long count) {}

  /** A trial, with its failures as a list: they are no names of fields. */
  private record Came(
      long bounced,
      List<Failed> failed,
      Optional<Trial.FirstFailure> first,
      long transientMaps,
      double p99MapNs,
      long poolSlots,
      long usedSlots,
      long coherentBytes,
      TreeMap<String, Long> leaked,
      long deliveries,
      long durationNs,
      List<String> wrong) {
    static Came of(Trial trial) {
      var failed = new ArrayList<Failed>();
      trial.failed().forEach((failure, count) -> failed.add(new Failed(failure, count)));
      return new Came(
          trial.bounced(),
          failed,
          trial.first(),
          trial.transientMaps(),
          trial.p99MapNs(),
          trial.poolSlots(),
          trial.usedSlots(),
          trial.coherentBytes(),
          new TreeMap<>(trial.leaked()),
          trial.deliveries(),
          trial.durationNs(),
          trial.wrong());
    }

    Trial trial() {
      var byFailure = new TreeMap<Trial.Failure, Long>();
      failed.forEach(one -> byFailure.put(one.failure, one.count));
      return new Trial(
          bounced,
          byFailure,
          first,
          transientMaps,
          p99MapNs,
          poolSlots,
          usedSlots,
          coherentBytes,
          leaked,
          deliveries,
          durationNs,
          wrong);
    }
  }

  @Override
  public Trial here(ScenarioRun.Runner runner) {
    return machines.run(runner, configuration, number);
  }

  @Override
  public String text(JobFiles files) {
    return PlainJson.text(
        new Told(configuration.size(), configuration.isDynamic(), configuration.load(), number));
  }

  @Override
  public Trial read(byte[] result) {
    try {
      return PlainJson.read(result, Came.class).trial();
    } catch (InputException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Does what a text tells, and gives what {@link #read} reads. */
  static byte[] run(Machines machines, String text, ScenarioRun.Runner runner) {
    var told = PlainJson.read(text, Told.class);
    return PlainJson.bytes(
        Came.of(
            machines.run(
                runner,
                new Trials.Configuration(told.size, told.isDynamic, told.load),
                told.number)));
  }
}
