package swiotlb.study.fleet;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import swiotlb.study.work.CrewInterruptedException;
import swiotlb.study.work.Crews;
import swiotlb.study.work.Done;

/** Reads the machines of a fleet side by side; what comes of them does not depend on how many. */
public final class FleetReading {
  private static final long LOOK_EVERY_MS = 50;

  private FleetReading() {}

  /**
   * What came of a folder.
   *
   * @param need null: it cannot be read
   * @param problem why; empty if it was read
   */
  public record Came(String folder, @Nullable MachineNeed need, String problem) {}

  /**
   * Reads them. Only as many recordings as are read at a time are in memory.
   *
   * @param crews who read
   * @param progress hears which part is done, from 0 to 1
   * @return what came of each, in their order; fewer if somebody ended it
   */
  public static List<Came> of(
      List<String> folders,
      ReadingOptions options,
      Crews crews,
      BooleanSupplier isInterrupted,
      DoubleConsumer progress) {
    try (var crew = crews.forJob(() -> FleetKind.job(folders, options))) {
      var coming = new LinkedBlockingQueue<Numbered>();
      for (var i = 0; i < folders.size(); i++) {
        var number = i;
        crew.add(
            new FleetWork(folders.get(i), options), done -> coming.add(new Numbered(number, done)));
      }
      return collected(coming, folders.size(), isInterrupted, progress);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while recordings were read", e);
    }
  }

  private record Numbered(int number, Done<Came> done) {}

  private static List<Came> collected(
      BlockingQueue<Numbered> coming,
      int count,
      BooleanSupplier isInterrupted,
      DoubleConsumer progress)
      throws InterruptedException {
    var all = new TreeMap<Integer, Came>();
    while (all.size() < count && !isInterrupted.getAsBoolean()) {
      var next = coming.poll(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
      if (next != null && next.done.trouble() instanceof CrewInterruptedException) {
        break;
      }
      if (next != null) {
        all.put(next.number, next.done.get());
      }
      progress.accept((double) all.size() / count);
    }
    return List.copyOf(all.values());
  }
}
