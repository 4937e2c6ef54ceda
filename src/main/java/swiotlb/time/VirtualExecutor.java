package swiotlb.time;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import com.typesafe.config.Config;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs dispatchers on the driving thread of virtual time; named in the configuration. Each
 * dispatcher gets a façade of its own, since Akka shuts each of them down.
 */
public final class VirtualExecutor extends ExecutorServiceConfigurator {
  private final VirtualTime time;

  /** Called by Akka. */
  public VirtualExecutor(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    this.time = Engines.of(prerequisites.settings().config(), VirtualTime.class);
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    return () -> new Facade(time);
  }

  private static final class Facade extends AbstractExecutorService {
    private final VirtualTime time;
    private boolean isShutDown;

    Facade(VirtualTime time) {
      this.time = time;
    }

    @Override
    public void execute(Runnable task) {
      time.execute(task);
    }

    @Override
    public void shutdown() {
      isShutDown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
      isShutDown = true;
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return isShutDown;
    }

    @Override
    public boolean isTerminated() {
      return isShutDown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return isShutDown;
    }
  }
}
