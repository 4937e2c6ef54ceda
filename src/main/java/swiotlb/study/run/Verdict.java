package swiotlb.study.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.figures.Ending;
import swiotlb.figures.Ending.Failure;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.time.Engine;
import swiotlb.time.ForeignThreadException;
import swiotlb.trace.record.MessageText;
import swiotlb.trace.record.Paths;

/**
 * Hears how a simulation goes, adds what the engine knows, passes all on, and says in the end how
 * it ended. Heard on the thread of the guardian, asked when the simulation has ended.
 */
final class Verdict implements RunObserver {
  /** Invariants that are listed; those that break later are counted. */
  private static final int MOST_BROKEN = 100;

  /** The path of the guardian, as traces have it. */
  private static final String GUARDIAN = "/user";

  private static final String OWN_FAULT =
      ", which is a fault of the simulator, not of the scenario";

  private final Engine engine;
  private final Observers observers;
  private final int runsWanted;
  private final List<String> broken = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong brokenBeyond = new AtomicLong();
  private volatile @Nullable Failure failure;
  private final AtomicInteger runsEnded = new AtomicInteger();
  private long deliveriesBefore;

  /** Nothing heard yet of the simulation that this engine runs. */
  Verdict(Engine engine, Observers observers, int runsWanted) {
    this.engine = engine;
    this.observers = observers;
    this.runsWanted = runsWanted;
  }

  /** Whether something is known that ended it. */
  boolean hasFailed() {
    return failure != null;
  }

  /**
   * It did not end, and nothing is left to happen in it.
   *
   * @param last message of each actor
   * @param more what else is known
   */
  void wentSilent(Map<String, Object> last, String more) {
    var what = new StringBuilder("went silent before it ended; the last message of each actor:");
    last.forEach(
        (actor, message) ->
            what.append("\n  ").append(actor).append(": ").append(MessageText.of(message)));
    failure = new Failure("", engine.nowNs(), "", what + more);
  }

  /** Another thread has spoilt virtual time. */
  void intruded(ForeignThreadException intruder) {
    failure = new Failure("", 0, "", intruder.getMessage() + stack(intruder));
  }

  /**
   * How it ended. One whose guardian failed, or that ended before its last run although nobody told
   * it to, has failed, whether or not anybody said so.
   *
   * @param interrupted whether it was told to end early
   */
  Ending ending(boolean interrupted) {
    if (failure == null) {
      failure = unreported(interrupted);
    }
    return new Ending(interrupted, allBroken(), failure);
  }

  private @Nullable Failure unreported(boolean interrupted) {
    var cause = engine.failure();
    if (cause != null) {
      return new Failure(
          GUARDIAN,
          engine.nowNs(),
          lastMessageOf(GUARDIAN),
          "the simulation itself failed" + OWN_FAULT + ": " + cause + stack(cause));
    }
    if (!interrupted && runsEnded.get() < runsWanted) {
      return new Failure(
          "",
          engine.nowNs(),
          "",
          "ended after %d of %d runs, although nobody told it to"
                  .formatted(runsEnded.get(), runsWanted)
              + OWN_FAULT);
    }
    return null;
  }

  private List<String> allBroken() {
    var all = new ArrayList<>(broken);
    if (brokenBeyond.get() > 0) {
      all.add("later runs: " + brokenBeyond.get() + " more, which are not listed");
    }
    return all;
  }

  private static String stack(Throwable e) {
    var text = new StringBuilder();
    for (var frame : e.getStackTrace()) {
      text.append("\n  at ").append(frame);
    }
    return text.toString();
  }

  private String lastMessageOf(String path) {
    var last = engine.lastMessageOf(path);
    return last == null ? "" : MessageText.of(last);
  }

  // What it hears.

  @Override
  public void machineIsUp(SlotCounters ofDefault) {
    observers.machineIsUp(ofDefault);
  }

  @Override
  public void runEnded(Measured run) {
    var all = engine.deliveries();
    var longest = engine.longestMailbox();
    runsEnded.incrementAndGet();
    observers.runEnded(
        run.with(RunFigures.DELIVERIES, all - deliveriesBefore)
            .with(RunFigures.LONGEST_MAILBOX, (long) longest.messages())
            .with(RunFigures.LONGEST_MAILBOX_OF, Paths.shown(longest.actor())));
    deliveriesBefore = all;
  }

  @Override
  public void grew(GrowthStep step) {
    observers.grew(step);
  }

  @Override
  public void sampled(Measured sample) {
    observers.sampled(sample);
  }

  @Override
  public boolean hearsSamples() {
    return observers.hearsSamples();
  }

  @Override
  public void invariantBroken(String what) {
    if (broken.size() < MOST_BROKEN) {
      broken.add("run " + (runsEnded.get() + 1) + ": " + what);
    } else {
      brokenBeyond.incrementAndGet();
    }
    observers.invariantBroken(what);
  }

  @Override
  public void failed(String path, Throwable cause) {
    failure = new Failure(path, engine.nowNs(), lastMessageOf(path), cause.toString());
    observers.failed(path, cause);
  }
}
