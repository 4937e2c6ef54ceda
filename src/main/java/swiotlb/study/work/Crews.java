package swiotlb.study.work;

import java.util.function.Supplier;

/** Finds a crew, once all is known that could be wrong with the work. */
@FunctionalInterface
public interface Crews {
  /**
   * A crew for a job.
   *
   * @param job asked only if others than this process are to do it
   */
  Crew forJob(Supplier<Job> job);

  /** So many threads of this process. */
  static Crews threads(int size) {
    return job -> new ThreadCrew(size);
  }
}
