package swiotlb.study.work;

import swiotlb.study.run.ScenarioRun;

/**
 * A piece of work. It may be done twice, and comes to the same each time.
 *
 * @param <T> what comes of it
 */
public interface Work<T> {
  /**
   * Does it, on this thread.
   *
   * @param runner of this thread
   */
  T here(ScenarioRun.Runner runner);

  /**
   * All that somebody elsewhere must be told, who has the files of the job: a text of a {@link
   * WorkKind}'s own, short enough to be sent at once.
   *
   * @param files of the job, by the names that they have there
   */
  String text(JobFiles files);

  /**
   * What came of it elsewhere.
   *
   * @param result what the {@link Workbench} gave
   * @throws IllegalArgumentException if that is none
   */
  T read(byte[] result);
}
