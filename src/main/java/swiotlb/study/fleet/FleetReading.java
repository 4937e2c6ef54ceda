package swiotlb.study.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;

/** Reads the machines of a fleet side by side; what comes of them does not depend on how many. */
public final class FleetReading {
  private FleetReading() {}

  /**
   * What came of a folder.
   *
   * @param need null: it cannot be read
   * @param problem why; empty if it was read
   */
  public record Came(String folder, @Nullable MachineNeed need, String problem) {}

  /**
   * Reads them. Only as many recordings as there are threads are in memory at a time.
   *
   * @param progress hears which part is done, from 0 to 1
   * @return what came of each, in their order; fewer if somebody ended it
   */
  public static List<Came> of(
      List<String> folders,
      ReadingOptions options,
      int threads,
      BooleanSupplier isInterrupted,
      DoubleConsumer progress) {
    var pool =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              var thread = new Thread(work, "fleet");
              thread.setDaemon(true);
              return thread;
            });
    try {
      var coming = new ArrayList<Future<Came>>();
      for (var folder : folders) {
        coming.add(pool.submit(() -> came(folder, options)));
      }
      var all = new ArrayList<Came>();
      for (var one : coming) {
        if (isInterrupted.getAsBoolean()) {
          break;
        }
        all.add(one.get());
        progress.accept((double) all.size() / folders.size());
      }
      return all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while recordings were read", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  /** One that cannot be read, for whatever reason, does not keep the others from it. */
  private static Came came(String folder, ReadingOptions options) {
    try {
      return new Came(folder, MachineNeeds.of(folder, options), "");
    } catch (InputException e) {
      return new Came(folder, null, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return new Came(folder, null, folder + ": cannot be worked out: " + e);
    }
  }
}
