package swiotlb.study.run;

import java.util.function.Consumer;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.Measured;

/**
 * Hears what a simulation comes to while it goes on, on the thread of its guardian; never two
 * things at a time, and nothing once the simulation has returned. What it wants to keep it keeps
 * itself.
 */
public interface RunObserver {
  /**
   * The machine stands; nothing has run yet.
   *
   * @param ofDefault the counters of the default allocator, which change while it runs
   */
  default void machineIsUp(SlotCounters ofDefault) {}

  /** A run has ended, with these {@link swiotlb.figures.RunFigures}. */
  default void runEnded(Measured run) {}

  /** The default allocator has taken a step towards another pool, or gave one back. */
  default void grew(GrowthStep step) {}

  /** The counters at one moment, as {@link swiotlb.figures.SampleFigures}. */
  default void sampled(Measured sample) {}

  /** Whether it hears the counters; they are sampled only if somebody does. */
  default boolean hearsSamples() {
    return false;
  }

  /** Something that must always hold did not, in the run that is about to end. */
  default void invariantBroken(String what) {}

  /**
   * An actor has failed, and the simulation with it.
   *
   * @param path of the actor that failed first
   */
  default void failed(String path, Throwable cause) {}

  /** Hears the figures of each run. */
  static RunObserver ofRuns(Consumer<Measured> runs) {
    return new RunObserver() {
      @Override
      public void runEnded(Measured run) {
        runs.accept(run);
      }
    };
  }

  /** Hears the counters over time. */
  static RunObserver ofSamples(Consumer<Measured> samples) {
    return new RunObserver() {
      @Override
      public void sampled(Measured sample) {
        samples.accept(sample);
      }

      @Override
      public boolean hearsSamples() {
        return true;
      }
    };
  }
}
