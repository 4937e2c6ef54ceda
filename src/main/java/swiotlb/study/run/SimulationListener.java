package swiotlb.study.run;

import swiotlb.figures.CounterSample;
import swiotlb.figures.RunResult;

/** Hears what a simulation has come to, on the thread of its guardian. */
public interface SimulationListener {
  /** A run has ended. */
  void runEnded(RunResult result);

  /** The counters at one moment. */
  void sampled(CounterSample sample);

  /** Something that must always hold did not. */
  void invariantBroken(String what);

  /**
   * An actor has failed, and the simulation with it.
   *
   * @param path of the actor that failed first
   */
  void failed(String path, Throwable cause);
}
