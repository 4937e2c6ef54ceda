package swiotlb.time.akka;

import akka.actor.AbstractScheduler;
import akka.actor.Cancellable;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import java.io.Closeable;
import java.util.concurrent.ThreadFactory;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;
import swiotlb.time.Engines;
import swiotlb.time.VirtualHooks;

/** Akka's timers on the virtual clock; named in the configuration. */
public final class VirtualScheduler extends AbstractScheduler implements Closeable {
  private final VirtualHooks time;

  /** Called by Akka. */
  public VirtualScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
    this.time = Engines.of(config, VirtualHooks.class);
  }

  @Override
  @SuppressWarnings("deprecation") // Akka's own newer methods end up in this one.
  public Cancellable schedule(
      FiniteDuration initialDelay,
      FiniteDuration interval,
      Runnable task,
      ExecutionContext executor) {
    return add(initialDelay, new ScheduledTask(time, task, executor, interval.toNanos()));
  }

  @Override
  public Cancellable scheduleOnce(FiniteDuration delay, Runnable task, ExecutionContext executor) {
    return add(delay, new ScheduledTask(time, task, executor, 0));
  }

  @Override
  public double maxFrequency() {
    return 1e9;
  }

  @Override
  public void close() {
    // What is still scheduled stays in the queue; the owner of the clock throws it away.
  }

  private Cancellable add(FiniteDuration delay, ScheduledTask task) {
    time.schedule(delay.toNanos(), task);
    return task;
  }
}
