package swiotlb.cli.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.explore.BothSinks;
import swiotlb.figures.Measured;
import swiotlb.input.Text;
import swiotlb.scenario.Scenario;
import swiotlb.study.run.RunObserver;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;
import swiotlb.trace.record.Paths;

/**
 * Watches a run for a page. It sends nothing and changes nothing, so that in virtual time a run
 * that is watched is the same to the byte; only of how long it takes somebody at the page may
 * decide. Of each message it does little: what is costly is done some times a second, and only
 * while a page asks. Thread-safe.
 */
public final class LiveRun implements MessageSink, RunObserver, AutoCloseable {
  private static final long PICTURE_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(150);
  private static final long MOMENT_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(30);
  private static final int MOST_NEWS = 40;

  private final Scenario scenario;
  private final int which;
  private final Board board;
  private final Pace pace;
  private final BooleanSupplier isInterrupted;
  private final boolean isVirtual;
  private final long beganNs = System.nanoTime();

  private final SlotMap map = new SlotMap();
  private final DeviceTable devices = new DeviceTable();
  private final Latest latest = new Latest();
  private final History history = new History("timeNs", "used", "lasting", "transient");
  private final Deque<RunPicture.News> news = new ArrayDeque<>();
  private final RunCounts counts = new RunCounts();
  private @Nullable SlotCounters counters;
  private Latest.@Nullable Handled next;
  private long nowNs;
  private double fraction;
  private boolean isOver;

  /**
   * Whether every message is to be looked at closely: somebody wants it, or it may have to wait.
   */
  private boolean isClose;

  private boolean isHeld;
  private long pictureNs = System.nanoTime();
  private long momentNs = pictureNs;

  /**
   * Not heard of yet.
   *
   * @param which of the command, from 1
   */
  LiveRun(Scenario scenario, int which, Board board, Pace pace, BooleanSupplier isInterrupted) {
    this.which = which;
    this.scenario = scenario;
    this.board = board;
    this.pace = pace;
    this.isInterrupted = isInterrupted;
    this.isVirtual = scenario.mode() == Scenario.Mode.VIRTUAL;
    this.isHeld = isVirtual && pace.holds();
    this.isClose = isHeld;
    publish();
  }

  /** This one, after another one that hears the same; null: there is none. */
  public MessageSink after(@Nullable MessageSink first) {
    return first == null ? this : new BothSinks(first, this);
  }

  /** Whoever hears how far it is, after this one. */
  public Consumer<Double> with(Consumer<Double> other) {
    return ofAll -> {
      show(ofAll);
      other.accept(ofAll);
    };
  }

  // What the run tells.

  @Override
  public void machineIsUp(SlotCounters ofDefault) {
    synchronized (this) {
      counters = ofDefault;
    }
  }

  @Override
  public synchronized void runEnded(Measured run) {
    counts.runs++;
    tell("run " + counts.runs + " of " + scenario.runs() + " has ended");
  }

  @Override
  public synchronized void invariantBroken(String what) {
    tell("invariant broken: " + what);
  }

  @Override
  public synchronized void failed(String path, Throwable cause) {
    tell(Paths.shown(path) + " failed: " + cause);
  }

  private void tell(String what) {
    news.addFirst(new RunPicture.News(nowNs, Text.onOneLine(what)));
    if (news.size() > MOST_NEWS) {
      news.removeLast();
    }
  }

  @Override
  public void undelivered(Sent sent) {
    // Nobody handles it.
  }

  @Override
  public void delivered(Sent sent, long atNs) {
    if (isVirtual) {
      hear(sent, atNs);
    } else {
      synchronized (this) {
        hear(sent, Math.max(nowNs, atNs)); // Real threads do not tell in order.
      }
    }
  }

  private void hear(Sent sent, long atNs) {
    nowNs = atNs;
    if (isClose) {
      hearClosely(sent, atNs);
    }
    counts.messages++;
    var message = sent.message();
    if (message instanceof Area.MapRequest search) {
      if (search.refusedBy() == null
          && map.wants(search.request().mapping(), search.request().demand().slots())) {
        counts.wanted++;
      }
    } else if (message instanceof MapClient.Mapped mapped) {
      counts.maps++;
      if (mapped.isTransient()) {
        counts.inTransientPools++;
      }
      map.mapped(mapped, sent.from(), sent.to(), atNs);
      devices.mapped(sent.to());
    } else if (message instanceof Area.Unmap unmap) {
      counts.unmaps++;
      map.unmapped(unmap, sent.to());
      devices.unmapped(sent.from());
    } else if (message instanceof MapClient.MapFailed refused) {
      counts.failed++;
      map.refused(refused.mapping());
      devices.failed(sent.to());
    } else if (message instanceof MapClient.PoolsPublished published) {
      map.published(sent.from(), published.pools()).forEach(this::tell);
    } else if (message instanceof MapClient.Waits || message instanceof MapClient.Throttled) {
      counts.waits++;
    } else if (message instanceof Allocator.GrowthNoted growth) {
      tell("growth " + growth.step().event().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
  }

  private void hearClosely(Sent sent, long atNs) {
    if (isHeld) {
      hold(new Latest.Handled(sent, atNs));
    }
    latest.add(sent, atNs);
  }

  /** The run stands here until somebody lets it go on; in virtual time only. */
  private void hold(Latest.Handled coming) {
    remember(System.nanoTime());
    if (System.nanoTime() - pictureNs >= PICTURE_EVERY_NS) {
      publish();
    }
    pace.awaitTurn(
        isInterrupted,
        () -> {
          next = coming;
          publish();
        });
    next = null;
    isHeld = pace.holds();
  }

  /**
   * Told now and then, between messages.
   *
   * @param ofAll how far it is, from 0 to 1
   */
  public synchronized void show(double ofAll) {
    fraction = ofAll;
    var now = System.nanoTime();
    remember(now);
    isHeld = isVirtual && pace.holds();
    if (isClose && now - pictureNs >= PICTURE_EVERY_NS) {
      publish();
    }
    isClose = isHeld || (board.isWatched() && now - pictureNs >= PICTURE_EVERY_NS);
  }

  private void remember(long now) {
    if (now - momentNs >= MOMENT_EVERY_NS) {
      momentNs = now;
      remember();
    }
  }

  private void remember() {
    var slots = counters;
    if (slots != null) {
      history.add(
          (double) nowNs,
          (double) slots.used(),
          (double) slots.lastingSlots(),
          (double) slots.transientSlots());
    }
  }

  private void publish() {
    pictureNs = System.nanoTime();
    board.publish(picture());
  }

  /** How it is now. */
  synchronized RunPicture picture() {
    var slots = counters;
    return new RunPicture(
        scenario,
        which,
        new RunPicture.Course(
            nowNs, pictureNs - beganNs, isOver ? 1 : fraction, isOver, pace, counts.copy()),
        slots == null ? null : RunPicture.Counters.of(slots),
        map.seen(),
        devices.seen(),
        latest.takeQueues(),
        latest.seen(),
        next,
        List.copyOf(new ArrayList<>(news)),
        history.seen());
  }

  /** It has ended; the page keeps how it was. */
  @Override
  public synchronized void close() {
    isOver = true;
    remember();
    publish();
  }
}
