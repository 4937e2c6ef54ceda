package swiotlb.study.run;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.Measured;

/**
 * Several observers as one: each hears everything, in their order, until one of them cannot go on
 * or they are closed.
 */
final class Observers implements RunObserver {
  private final List<RunObserver> observers;
  private @Nullable RuntimeException trouble;
  private boolean isClosed;

  Observers(List<RunObserver> observers) {
    this.observers = List.copyOf(observers);
  }

  @Override
  public void machineIsUp(SlotCounters ofDefault) {
    tell(observer -> observer.machineIsUp(ofDefault));
  }

  @Override
  public void runEnded(Measured run) {
    tell(observer -> observer.runEnded(run));
  }

  @Override
  public void grew(GrowthStep step) {
    tell(observer -> observer.grew(step));
  }

  @Override
  public void sampled(Measured sample) {
    tell(observer -> observer.sampled(sample));
  }

  @Override
  public boolean hearsSamples() {
    return observers.stream().anyMatch(RunObserver::hearsSamples);
  }

  @Override
  public void invariantBroken(String what) {
    tell(observer -> observer.invariantBroken(what));
  }

  @Override
  public void failed(String path, Throwable cause) {
    tell(observer -> observer.failed(path, cause));
  }

  /**
   * They hear no more.
   *
   * @throws RuntimeException what an observer threw, such as that its disk is full
   */
  synchronized void close() {
    isClosed = true;
    if (trouble != null) {
      throw trouble;
    }
  }

  private synchronized void tell(Consumer<RunObserver> what) {
    if (isClosed) {
      return;
    }
    try {
      observers.forEach(what);
    } catch (RuntimeException e) {
      trouble = e;
      isClosed = true;
      throw e;
    }
  }
}
