package swiotlb.cli.live;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.Measured;
import swiotlb.scenario.Scenario;
import swiotlb.study.run.Onlooker;
import swiotlb.study.run.RunObserver;
import swiotlb.study.run.ScenarioRun;
import swiotlb.time.BothSinks;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;
import swiotlb.time.VirtualTime;
import swiotlb.trace.record.Paths;

/**
 * Watches a run for a page. It sends nothing and changes nothing, so that in virtual time a run
 * that is watched is the same to the byte; only of how long it takes somebody at the page may
 * decide. In virtual time it looks at the actors some times a second while a page asks, and hears a
 * few messages then, or all of them where the page sets the pace. Real threads cannot be looked at:
 * of those it hears all. Thread-safe.
 */
public final class LiveRun implements RunObserver, Onlooker, AutoCloseable {
  private static final long PICTURE_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(150);
  private static final long MOMENT_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(30);

  private final Scenario scenario;
  private final int which;
  private final Board board;
  private final Pace pace;
  private final BooleanSupplier isInterrupted;
  private final boolean isVirtual;
  private final long beganNs = System.nanoTime();

  private final HeardMachine heard = new HeardMachine();
  private final Latest latest = new Latest();
  private final History history = new History("timeNs", "used", "lasting", "transient");
  private final RunNews news = new RunNews();
  private @Nullable VirtualTime time;
  private Machine machine = Machine.NONE;
  private int runs;
  private @Nullable SlotCounters counters;
  private Latest.@Nullable Handled next;
  private long nowNs;
  private double fraction;
  private boolean isOver;

  /**
   * Whether messages are to be kept until the next picture: somebody wants them, or they may have
   * to wait.
   */
  private boolean isClose;

  private boolean isHeld;

  /** Whether a message counts as handled that is not: the run stands before it. */
  private boolean isBefore;

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

  /** The same run, watched by this one. */
  public ScenarioRun.Options watching(ScenarioRun.Options options) {
    var progress = options.progress();
    Consumer<Double> told =
        ofAll -> {
          show(ofAll);
          progress.accept(ofAll);
        };
    if (isVirtual) {
      return options.telling(told).seenBy(this);
    }
    return options.telling(told).withSink(BothSinks.of(options.sink(), new Ears()));
  }

  // What the run tells.

  @Override
  public synchronized void machineIsUp(SlotCounters ofDefault) {
    counters = ofDefault;
  }

  @Override
  public synchronized void runBegins(VirtualTime ofRun) {
    time = ofRun;
    ofRun.listen(isClose ? new Ear() : null);
  }

  @Override
  public synchronized void runEnds() {
    look();
    time = null;
  }

  @Override
  public synchronized void runEnded(Measured run) {
    runs++;
    tell("run " + runs + " of " + scenario.runs() + " has ended");
  }

  @Override
  public synchronized void grew(GrowthStep step) {
    news.add(step);
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
    look();
    news.add(nowNs, what);
  }

  /** Hears messages in virtual time, while somebody wants them. */
  private final class Ear implements MessageSink {
    @Override
    public void delivered(Sent sent, long atNs) {
      nowNs = atNs;
      if (isHeld) {
        hold(new Latest.Handled(sent, atNs));
      }
      latest.add(sent, atNs);
    }

    @Override
    public void undelivered(Sent sent) {
      // Nobody handles it.
    }
  }

  /** Hears messages of real threads. */
  private final class Ears implements MessageSink {
    @Override
    public void delivered(Sent sent, long atNs) {
      synchronized (LiveRun.this) {
        nowNs = Math.max(nowNs, atNs); // They do not tell in order.
        heard.hear(sent, nowNs);
        if (isClose) {
          heard.hearQueue(sent);
          latest.add(sent, nowNs);
        }
      }
    }

    @Override
    public void undelivered(Sent sent) {
      // Nobody handles it.
    }
  }

  /** The run stands here until somebody lets it go on; in virtual time only. */
  private void hold(Latest.Handled coming) {
    isBefore = true;
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
    isBefore = false;
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
    if (time != null) {
      nowNs = time.nowNs();
    }
    remember(now);
    isHeld = isVirtual && pace.holds();
    if (isClose && now - pictureNs >= PICTURE_EVERY_NS) {
      publish();
    }
    listen(isHeld || (board.isWatched() && now - pictureNs >= PICTURE_EVERY_NS));
  }

  private void listen(boolean closely) {
    if (time != null && closely != isClose) {
      time.listen(closely ? new Ear() : null);
    }
    isClose = closely;
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

  /** Once actors have stopped, there is only what was seen before. */
  private void look() {
    if (!isVirtual) {
      machine = heard.seen();
    } else if (time != null) {
      nowNs = time.nowNs();
      var seen = ShownMachine.of(time);
      machine = seen == null ? machine.after(time.deliveries()) : seen;
    }
  }

  /** How it is now. */
  synchronized RunPicture picture() {
    look();
    var slots = counters;
    return new RunPicture(
        scenario,
        which,
        new RunPicture.Course(
            nowNs, pictureNs - beganNs, isOver ? 1 : fraction, isOver, pace, runs),
        slots == null ? null : RunPicture.Counters.of(slots),
        isBefore ? machine.after(machine.counts().messages() - 1) : machine,
        latest.seen(),
        next,
        news.seen(),
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
