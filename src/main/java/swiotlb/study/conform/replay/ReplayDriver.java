package swiotlb.study.conform.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.study.conform.replay.ReplayTarget.Kind;
import swiotlb.study.conform.replay.ReplayTarget.Placement;
import swiotlb.workload.ftrace.GrowthRecord;
import swiotlb.workload.ftrace.RecordedMapping;

/**
 * Leads an allocator through a recording: requests, releases and growths in the order of the lines.
 *
 * <p>A mapping is decided where it was requested and compared where its slots must have been taken.
 * Between the two, lines of other CPUs may stand that came first at the locks; so a decision that
 * does not agree is taken back and made once more at the end of that interval. What does not agree
 * then is a divergence, and the recorded slots are adopted, so that the rest is not spoilt. The
 * recorded address of a mapping decides nothing but that.
 *
 * <p>Can be branched off to try other growths from here on. Not thread-safe.
 */
final class ReplayDriver {
  /** A point of the recording at which the worker begins or its pool is published. */
  private record GrowthStep(double position, boolean publishes, PoolGeometry pool) {}

  private static final int LOOK_EVERY = 256;

  private final ReplayScript script;
  private final List<GrowthRecord> growths;
  private final List<GrowthStep> growthSteps = new ArrayList<>();
  private final ReplayFacts facts;
  private final ReplayTarget target;
  private final Decisions decisions;
  private final SearchStarts searchStarts;
  private final ReplayTally tally;

  private int nextStep;
  private int nextGrowthStep;
  private long now;

  ReplayDriver(
      List<RecordedMapping> mappings,
      List<GrowthRecord> growths,
      ReplayFacts facts,
      ReplayTarget target) {
    this(new ReplayScript(mappings, facts), growths, facts, target);
  }

  ReplayDriver(
      ReplayScript script, List<GrowthRecord> growths, ReplayFacts facts, ReplayTarget target) {
    this.script = script;
    this.growths = growths;
    this.facts = facts;
    this.target = target;
    this.decisions = new Decisions(target);
    this.searchStarts = new SearchStarts(facts);
    this.tally = new ReplayTally();
    orderGrowths();
  }

  private ReplayDriver(ReplayDriver that, List<GrowthRecord> growths, ReplayTarget target) {
    this.script = that.script;
    this.growths = growths;
    this.facts = that.facts;
    this.target = target;
    this.decisions = that.decisions.copy(target);
    this.searchStarts = that.searchStarts.copy();
    this.tally = that.tally.copy();
    this.nextStep = that.nextStep;
    this.nextGrowthStep = that.nextGrowthStep;
    this.now = that.now;
    orderGrowths();
  }

  /**
   * The same from here on, independent, with other growths.
   *
   * @param others do not differ in what was done so far
   * @param copy of the target, in the same state
   */
  ReplayDriver branch(List<GrowthRecord> others, ReplayTarget copy) {
    return new ReplayDriver(this, others, copy);
  }

  private void orderGrowths() {
    for (var growth : growths) {
      var start =
          growth.workerStart() == RecordedMapping.NEVER ? growth.published() : growth.workerStart();
      growthSteps.add(new GrowthStep(start, false, growth.pool()));
      growthSteps.add(new GrowthStep(growth.published(), true, growth.pool()));
    }
    growthSteps.sort(
        Comparator.comparingDouble(GrowthStep::position).thenComparing(GrowthStep::publishes));
  }

  /** Follows the recording to its end. */
  ReplayScore run() {
    return run(done -> true);
  }

  /**
   * Follows the recording to its end, or until it is told to stop.
   *
   * @param goesOn told from time to time which share is done; whether there is more to do
   */
  ReplayScore run(Replay.Watch goesOn) {
    while (nextStep < script.length()
        && (nextStep % LOOK_EVERY != 0 || goesOn.at((double) nextStep / script.length()))) {
      advance();
    }
    if (nextStep == script.length()) {
      growUntil(Double.MAX_VALUE);
    }
    return tally.score(target.counters());
  }

  /**
   * Goes on by some steps.
   *
   * @return whether there are more
   */
  boolean goOn(int steps) {
    for (var i = 0; i < steps && nextStep < script.length(); i++) {
      advance();
    }
    return nextStep < script.length();
  }

  /** Does what happens next to a mapping, and the growths before it. */
  void advance() {
    var step = script.step(nextStep);
    nextStep++;
    growUntil((double) step.position());
    now = step.position();
    forgetUntil(now);
    switch (step.kind()) {
      case COMPARES -> compare(step.request());
      case DECIDES -> decisions.decide(step.request());
      case RELEASES -> decisions.release(step.request());
      case LIES_THERE -> adoptAtOnce(step.request());
    }
  }

  private void growUntil(double position) {
    while (nextGrowthStep < growthSteps.size()
        && growthSteps.get(nextGrowthStep).position <= position) {
      var step = growthSteps.get(nextGrowthStep);
      nextGrowthStep++;
      if (step.publishes) {
        target.publish(step.pool);
      } else {
        target.startWorker(step.pool);
      }
    }
  }

  private void forgetUntil(long position) {
    if (searchStarts.losesBefore(position)) {
      tally.loses(target.counters());
      searchStarts.forgetUntil(position, growths);
    }
  }

  /** Mappings decided as recorded, so far. */
  long equal() {
    return tally.equal();
  }

  /** Mappings that can be decided as recorded by the end, at most. */
  long mostEqual() {
    return equal() + script.comparedFrom(nextStep);
  }

  /** Of these, without those that told where a search begins, and so agree in any case. */
  long mostOwn() {
    return mostEqual() - tally.learned();
  }

  /** Whether both lead targets that place alike through the rest alike; scores may differ. */
  boolean goesOnLike(ReplayDriver that) {
    return nextStep == that.nextStep
        && decisions.areLike(that.decisions)
        && searchStarts.knowsLike(that.searchStarts);
  }

  private void compare(Request m) {
    var decision = decisions.of(m);
    if (decision == null || m.mapping().address() == RecordedMapping.UNKNOWN) {
      settle(m, decision);
      return;
    }
    tally.compares();
    if (agrees(m, decision)) {
      tally.agreesAtOnce();
      searchStarts.learn(m, growths);
      settle(m, decision);
      return;
    }
    decisions.retract(m, decision);
    if (searchStarts.learn(m, growths)) {
      tally.learns();
      adopt(m);
      return;
    }
    var again = decisions.decide(m);
    if (agrees(m, again)) {
      tally.agreesLater();
      settle(m, again);
      return;
    }
    tally.diverges(() -> ReplayDivergence.of(m, again, facts, growths));
    tally.decided(again);
    decisions.retract(m, again);
    tally.adopted(adopt(m));
  }

  /** A buffer of before the recording. */
  private void adoptAtOnce(Request m) {
    var address = m.firstSlotAddress();
    if (facts.poolFromBefore(address, growths) != null) {
      decisions.adopt(m, address);
    }
  }

  /** Takes the outcome over that was recorded. */
  private Kind adopt(Request m) {
    if (m.failed()) {
      return Kind.FAILED;
    }
    if (facts.poolOf(m.mapping(), growths) == null) {
      decisions.adoptTransient(m);
      return Kind.TRANSIENT;
    }
    var address = m.firstSlotAddress();
    decisions.evictHolders(m, address, now);
    if (!decisions.adopt(m, address)) {
      tally.couldNotAdopt();
    }
    return Kind.POOL;
  }

  private void settle(Request m, @Nullable Placement decision) {
    target.settle(m);
    tally.decided(decision);
  }

  private boolean agrees(Request m, Placement decision) {
    return switch (decision.kind()) {
      case POOL -> m.mapping().hasAddress() && decision.address() == m.firstSlotAddress();
      case TRANSIENT -> m.mapping().hasAddress() && facts.poolOf(m.mapping(), growths) == null;
      case FAILED -> m.failed();
    };
  }
}
