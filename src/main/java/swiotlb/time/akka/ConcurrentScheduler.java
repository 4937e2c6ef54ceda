package swiotlb.time.akka;

import akka.actor.Cancellable;
import akka.actor.LightArrayRevolverScheduler;
import akka.actor.Scheduler;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;
import swiotlb.time.ConcurrentHooks;
import swiotlb.time.Engines;

/** Akka's timers, which remember who started them; named in the configuration. */
public final class ConcurrentScheduler extends LightArrayRevolverScheduler {
  private final ConcurrentHooks time;

  /** Called by Akka. */
  public ConcurrentScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
    super(config, log, threads);
    this.time = Engines.of(config, ConcurrentHooks.class);
  }

  @Override
  public Cancellable scheduleOnce(FiniteDuration delay, Runnable task, ExecutionContext executor) {
    // What is to be run at the end of all timers is found by its type.
    var named = task instanceof Scheduler.TaskRunOnClose ? task : time.continued(task);
    return super.scheduleOnce(delay, named, executor);
  }

  @Override
  @SuppressWarnings("deprecation") // Akka's own timers at a fixed rate end up in this one.
  public Cancellable schedule(
      FiniteDuration delay, FiniteDuration interval, Runnable task, ExecutionContext executor) {
    return super.schedule(delay, interval, time.continued(task), executor);
  }
}
