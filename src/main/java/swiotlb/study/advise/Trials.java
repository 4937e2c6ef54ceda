package swiotlb.study.advise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import swiotlb.study.work.Crew;
import swiotlb.study.work.CrewInterruptedException;
import swiotlb.study.work.Work;

/** Machines from boot, as many of each configuration as are asked for; what has run is kept. */
final class Trials implements AutoCloseable {
  /**
   * What is tried.
   *
   * @param size absent: what the kernel has where nothing is written
   * @param load as a multiple of the workload's
   */
  record Configuration(Optional<AskedSize> size, boolean isDynamic, double load) {
    static Configuration of(AskedSize size, boolean isDynamic) {
      return new Configuration(Optional.of(size), isDynamic, 1);
    }
  }

  private final Machines machines;
  private final Crew crew;
  private final Map<Configuration, List<Trial>> done = new HashMap<>();

  Trials(Machines machines, Crew crew) {
    this.machines = machines;
    this.crew = crew;
  }

  /**
   * So many machines of a configuration, or more if more have run.
   *
   * @throws AdvisingInterruptedException if somebody ended it
   */
  List<Trial> of(Configuration configuration, int count) {
    run(List.of(configuration), count);
    return List.copyOf(done.getOrDefault(configuration, List.of()));
  }

  /** Runs what is missing of several configurations side by side. */
  void run(List<Configuration> configurations, int count) {
    var work = new ArrayList<Work<Trial>>();
    var whose = new ArrayList<List<Trial>>();
    for (var configuration : configurations) {
      var have = done.computeIfAbsent(configuration, c -> new ArrayList<>());
      for (var i = have.size() + 1; i <= count; i++) {
        work.add(new TrialWork(machines, configuration, i));
        whose.add(have);
      }
    }
    var came = all(work);
    for (var i = 0; i < came.size(); i++) {
      whose.get(i).add(came.get(i));
    }
  }

  /** How many machines of all configurations have run. */
  int count() {
    return done.values().stream().mapToInt(List::size).sum();
  }

  private List<Trial> all(List<Work<Trial>> work) {
    try {
      return crew.all(work);
    } catch (CrewInterruptedException e) {
      throw new AdvisingInterruptedException();
    }
  }

  @Override
  public void close() {
    crew.close();
  }
}
