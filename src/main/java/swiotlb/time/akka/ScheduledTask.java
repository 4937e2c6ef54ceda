package swiotlb.time.akka;

import akka.actor.Cancellable;
import scala.concurrent.ExecutionContext;
import swiotlb.time.TimedTask;
import swiotlb.time.VirtualHooks;

/** A task of Akka's own timers in virtual time. */
final class ScheduledTask implements Cancellable, TimedTask {
  private final VirtualHooks time;
  private final Runnable task;
  private final ExecutionContext executor;
  private final long intervalNs;
  private boolean isCancelled;
  private boolean isDone;

  /**
   * A task.
   *
   * @param intervalNs after which it runs again; 0: once
   */
  ScheduledTask(VirtualHooks time, Runnable task, ExecutionContext executor, long intervalNs) {
    this.time = time;
    this.task = task;
    this.executor = executor;
    this.intervalNs = intervalNs;
  }

  @Override
  public void run() {
    if (isCancelled) {
      return;
    }
    if (intervalNs > 0) {
      time.schedule(intervalNs, this);
    } else {
      isDone = true;
    }
    executor.execute(task);
  }

  @Override
  public boolean cancel() {
    var wasPending = !isCancelled && !isDone;
    isCancelled = true;
    return wasPending;
  }

  @Override
  public boolean isCancelled() {
    return isCancelled;
  }
}
