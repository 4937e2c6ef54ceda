package swiotlb.study.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.figures.Frames;
import swiotlb.figures.Measured;
import swiotlb.figures.RunHistory;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/**
 * Watches how runs go: after every message it looks at the counters of the default allocator, and
 * from what areas tell it knows how full they were left and how long their locks were waited for.
 * It sends nothing, so that in virtual time a run that is watched is the same to the byte. What it
 * keeps grows with areas, not with time. Thread-safe.
 */
public final class RunWatch implements MessageSink, RunObserver {
  private static final int MOST_RUNS = 1000;
  private static final int MOST_MOMENTS = 4096;

  private record Place(String pool, int number) {}

  private record Seen(Frames.Level used, Frames.Amount waitNs) {}

  private final @Nullable MessageSink next;
  private final Frames frames = new Frames();
  private final Frames.Level used = frames.level();
  private final Frames.Level lasting = frames.level();
  private final Frames.Level transients = frames.level();
  private final Frames.Amount failed = frames.amount();
  private final Map<Place, Seen> areas = new HashMap<>();
  private final Map<String, String> poolsOfPaths = new HashMap<>();
  private final List<Long> runEndsNs = new ArrayList<>();
  private final List<RunHistory.Moment> beginning = new ArrayList<>();
  private @Nullable SlotCounters counters;
  private long nowNs;

  /**
   * Nothing seen yet.
   *
   * @param next gets all messages, too; or null
   */
  public RunWatch(@Nullable MessageSink next) {
    this.next = next;
  }

  @Override
  public synchronized void machineIsUp(SlotCounters ofDefault) {
    counters = ofDefault;
  }

  @Override
  public synchronized void runEnded(Measured run) {
    if (runEndsNs.size() < MOST_RUNS) {
      runEndsNs.add(nowNs);
    }
  }

  @Override
  public long correlation(Object message, long ofCause) {
    return next == null ? ofCause : next.correlation(message, ofCause);
  }

  @Override
  public void delivered(Sent sent, long atNs) {
    look(sent, atNs);
    if (next != null) {
      next.delivered(sent, atNs);
    }
  }

  @Override
  public void handled(Sent sent, long atNs, long ns) {
    if (next != null) {
      next.handled(sent, atNs, ns);
    }
  }

  @Override
  public void undelivered(Sent sent) {
    if (next != null) {
      next.undelivered(sent);
    }
  }

  private synchronized void look(Sent sent, long atNs) {
    nowNs = Math.max(nowNs, atNs); // Real threads do not tell in order.
    var now = counters;
    if (now != null) {
      look(new RunHistory.Moment(nowNs, now.used(), now.lastingSlots(), now.transientSlots()));
    }
    var message = sent.message();
    if (message instanceof MapClient.MapFailed) {
      failed.add(nowNs, 1);
    }
    var left = left(message);
    if (left != null) {
      note(sent.from(), left);
    }
  }

  private void look(RunHistory.Moment now) {
    used.note(now.timeNs(), now.used());
    lasting.note(now.timeNs(), now.lasting());
    transients.note(now.timeNs(), now.transients());
    if (beginning.size() < MOST_MOMENTS && !isLike(now)) {
      beginning.add(now);
    }
  }

  private boolean isLike(RunHistory.Moment now) {
    if (beginning.isEmpty()) {
      return false;
    }
    var before = beginning.get(beginning.size() - 1);
    return before.used() == now.used()
        && before.lasting() == now.lasting()
        && before.transients() == now.transients();
  }

  /** How the area was left that sent this; null if none did. */
  private static Area.@Nullable Left left(Object message) {
    if (message instanceof MapClient.Mapped mapped) {
      return mapped.isTransient() ? null : mapped.left();
    } else if (message instanceof MapClient.Unmapped unmapped) {
      return unmapped.left();
    }
    Area.Refused refused = null;
    if (message instanceof Area.MapRequest search) {
      refused = search.refusedBy();
    } else if (message instanceof Allocator.Exhausted exhausted) {
      refused = exhausted.refusedBy();
    }
    return refused == null ? null : refused.left();
  }

  private void note(String from, Area.Left left) {
    var pool = poolsOfPaths.computeIfAbsent(from, RunWatch::poolOf);
    if (pool.isEmpty()) {
      return;
    }
    var seen =
        areas.computeIfAbsent(
            new Place(pool, left.area()), place -> new Seen(frames.level(), frames.amount()));
    seen.used.note(nowNs, left.usedSlots());
    seen.waitNs.add(nowNs, left.lockWaitNs());
  }

  /** The lasting pool in which an area lies, by its path; empty if it is none. */
  private static String poolOf(String path) {
    var steps = path.split("/", -1);
    var pool = steps.length < 2 ? "" : steps[steps.length - 2];
    return pool.startsWith("pool-") ? pool : "";
  }

  /** What was seen so far. */
  public synchronized RunHistory history() {
    return new RunHistory(
        frames.widthNs(),
        used.values(),
        lasting.values(),
        transients.values(),
        failed.values(),
        areas.entrySet().stream()
            .sorted(
                Comparator.comparingInt((Map.Entry<Place, Seen> e) -> numberOf(e.getKey().pool()))
                    .thenComparingInt(e -> e.getKey().number()))
            .map(e -> area(e.getKey(), e.getValue()))
            .toList(),
        runEndsNs,
        beginning);
  }

  private static int numberOf(String pool) {
    return Integer.parseInt(pool.substring(pool.indexOf('-') + 1));
  }

  private static RunHistory.Area area(Place place, Seen seen) {
    return new RunHistory.Area(place.pool, place.number, seen.used.values(), seen.waitNs.values());
  }
}
