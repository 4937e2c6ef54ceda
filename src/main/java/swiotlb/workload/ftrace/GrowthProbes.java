package swiotlb.workload.ftrace;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.PoolGeometry;

/**
 * What the extra probes {@code alloc_pool} and {@code dyn_alloc} and the event of a queued work
 * tell of growth. Each counts alone.
 */
final class GrowthProbes {
  private static final Pattern ALLOC_POOL =
      Pattern.compile(
          "\\(([A-Za-z_0-9.]++)[^)]*\\) minslabs=.* pool=0x([0-9a-f]{1,16}) start=0x([0-9a-f]{1,16}) got=(\\d{1,9}) gotareas=(\\d{1,6})");
  private static final String WORKER = "swiotlb_dyn_alloc";

  /** A pool that a probe saw being made: its descriptor, and its place if that can be. */
  record Made(long descriptor, @Nullable PoolGeometry pool, boolean byWorker) {}

  private final List<GrowthRecord> growths = new ArrayList<>();
  private boolean seesPools;
  private boolean seesQueueing;
  private long workerStart = RecordedMapping.NEVER;
  private long workQueued;
  private long queuedNs = RecordedMapping.NEVER;

  /**
   * Takes a line, if it is one of these.
   *
   * @return the pool that it tells of, or null
   */
  @Nullable Made line(TraceLine line, long position) {
    switch (line.event()) {
      case "alloc_pool" -> {
        return allocPool(line, position);
      }
      case "dyn_alloc" -> workerStart = position;
      case "workqueue_queue_work" -> {
        if (line.rest().contains("function=" + WORKER)) {
          seesQueueing = true;
          workQueued++;
          queuedNs = line.timeNs();
        }
      }
      default -> {
        // Other events do not concern growth.
      }
    }
    return null;
  }

  private @Nullable Made allocPool(TraceLine line, long position) {
    var match = ALLOC_POOL.matcher(line.rest());
    if (!match.matches()) {
      return null;
    }
    seesPools = true;
    var geometry = geometry(match);
    var byWorker = match.group(1).startsWith(WORKER);
    if (byWorker && geometry != null) {
      var delayNs =
          queuedNs == RecordedMapping.NEVER ? RecordedMapping.NEVER : line.timeNs() - queuedNs;
      growths.add(new GrowthRecord(workerStart, position, geometry, delayNs));
      workerStart = RecordedMapping.NEVER;
    }
    return new Made(EventText.hex(match.group(2)), geometry, byWorker);
  }

  /** Null for a pool that cannot be, of text that no kernel wrote. */
  private static @Nullable PoolGeometry geometry(Matcher match) {
    try {
      return new PoolGeometry(
          EventText.hex(match.group(3)),
          Integer.parseInt(match.group(4)),
          Integer.parseInt(match.group(5)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether pools were seen being made. */
  boolean seesPools() {
    return seesPools;
  }

  List<GrowthRecord> growths() {
    return List.copyOf(growths);
  }

  /** How often the work was queued; -1 if no event tells. */
  long workQueued() {
    return seesQueueing || seesPools ? workQueued : -1;
  }
}
