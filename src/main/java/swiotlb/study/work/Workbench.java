package swiotlb.study.work;

import swiotlb.study.run.ScenarioRun;

/** Where the work of one job is done. Thread-safe. */
public interface Workbench {
  /**
   * Does a piece of work.
   *
   * @param text what {@link Work#text} gave
   * @param runner of this thread
   * @return what {@link Work#read} takes
   * @throws swiotlb.input.InputException if the text, or a file that it names, cannot be used
   */
  byte[] run(String text, ScenarioRun.Runner runner);
}
