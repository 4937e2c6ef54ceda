package swiotlb.study.conform.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;
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

  private final ReplayScript script;
  private final List<GrowthRecord> growths;
  private final List<GrowthStep> growthSteps = new ArrayList<>();
  private final ReplayFacts facts;
  private final ReplayTarget target;
  private final Map<Integer, Placement> decisions;
  private final Set<Integer> gone;

  /** The starts of areas of which it is known where the next search begins. */
  private final Set<Long> knownAreas;

  /** Who holds slots of lasting pools, by the addresses of their first ones. */
  private final Map<Long, Request> holders;

  private int nextStep;
  private int nextGrowthStep;
  private int nextLoss;
  private long comparedBeforeLoss;
  private long equalBeforeLoss;
  private long now;
  private long compared;
  private long equalAtOnce;
  private long equalLater;
  private long learned;
  private long transientMaps;
  private long failedMaps;
  private long notAdopted;
  private @Nullable ReplayDivergence first;

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
    this.decisions = new HashMap<>();
    this.gone = new HashSet<>();
    this.knownAreas = new HashSet<>();
    this.holders = new HashMap<>();
    orderGrowths();
  }

  private ReplayDriver(ReplayDriver that, List<GrowthRecord> growths, ReplayTarget target) {
    this.script = that.script;
    this.growths = growths;
    this.facts = that.facts;
    this.target = target;
    this.decisions = new HashMap<>(that.decisions);
    this.gone = new HashSet<>(that.gone);
    this.knownAreas = new HashSet<>(that.knownAreas);
    this.holders = new HashMap<>(that.holders);
    this.nextStep = that.nextStep;
    this.nextGrowthStep = that.nextGrowthStep;
    this.nextLoss = that.nextLoss;
    this.comparedBeforeLoss = that.comparedBeforeLoss;
    this.equalBeforeLoss = that.equalBeforeLoss;
    this.now = that.now;
    this.compared = that.compared;
    this.equalAtOnce = that.equalAtOnce;
    this.equalLater = that.equalLater;
    this.learned = that.learned;
    this.transientMaps = that.transientMaps;
    this.failedMaps = that.failedMaps;
    this.notAdopted = that.notAdopted;
    this.first = that.first;
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
    while (nextStep < script.length()) {
      advance();
    }
    growUntil(Double.MAX_VALUE);
    return new ReplayScore(
        compared,
        equalAtOnce,
        equalLater,
        learned,
        nextLoss == 0 ? compared : comparedBeforeLoss,
        nextLoss == 0 ? equal() : equalBeforeLoss,
        transientMaps,
        failedMaps,
        notAdopted,
        target.counters(),
        first);
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
      case DECIDES -> decide(step.request());
      case RELEASES -> release(step.request());
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

  /** Where lines of a CPU were lost, its searches have gone on, nobody knows how far. */
  private void forgetUntil(long position) {
    var losses = facts.losses();
    for (; nextLoss < losses.size() && losses.get(nextLoss).position() < position; nextLoss++) {
      if (nextLoss == 0) {
        comparedBeforeLoss = compared;
        equalBeforeLoss = equal();
      }
      var cpu = losses.get(nextLoss).cpu();
      if (cpu < 0) {
        knownAreas.clear();
      } else {
        forgetAreaOf(cpu, facts.defaultPool());
        growths.forEach(g -> forgetAreaOf(cpu, g.pool()));
      }
    }
  }

  private void forgetAreaOf(int cpu, PoolGeometry pool) {
    knownAreas.remove(pool.addressOf(pool.areaFor(cpu, 0) * pool.areaSlots()));
  }

  /** Mappings decided as recorded, so far. */
  long equal() {
    return equalAtOnce + equalLater + learned;
  }

  /** Mappings that can be decided as recorded by the end, at most. */
  long mostEqual() {
    return equal() + script.comparedFrom(nextStep);
  }

  /**
   * Whether both lead targets that place alike through the rest alike; scores may differ. Who holds
   * slots follows from the decisions and who is gone.
   */
  boolean goesOnLike(ReplayDriver that) {
    return nextStep == that.nextStep
        && gone.equals(that.gone)
        && decisions.equals(that.decisions)
        && knownAreas.equals(that.knownAreas);
  }

  private void decide(Request m) {
    var decision = target.map(m);
    decisions.put(m.index(), decision);
    if (decision.kind() == Kind.POOL) {
      hold(m, decision.address());
    }
  }

  private void compare(Request m) {
    var decision = decisions.get(m.index());
    if (decision == null || m.mapping().address() == RecordedMapping.UNKNOWN) {
      settle(m, decision);
      return;
    }
    compared++;
    if (agrees(m, decision)) {
      equalAtOnce++;
      learn(m);
      settle(m, decision);
      return;
    }
    retract(m, decision);
    if (learn(m)) {
      learned++;
      adopt(m);
      return;
    }
    decide(m);
    var again = decisions.getOrDefault(m.index(), Placement.FAILED);
    if (agrees(m, again)) {
      equalLater++;
      settle(m, again);
      return;
    }
    if (first == null) {
      first = new ReplayDivergence(m.mapping(), expected(m), described(again));
    }
    retract(m, again);
    adopt(m);
  }

  /**
   * Of a machine that had run before, nobody knows where the searches begin; the first buffer that
   * is recorded in an area tells.
   *
   * @return whether it does
   */
  private boolean learn(Request m) {
    if ((facts.isFromBoot() && nextLoss == 0) || !m.mapping().hasAddress()) {
      return false;
    }
    var address = m.firstSlotAddress();
    var pool = nextLoss == 0 ? poolFromBefore(address) : facts.poolOf(m.mapping(), growths);
    if (pool == null) {
      return false;
    }
    var area = pool.areaOfSlot(pool.slotOf(address));
    return knownAreas.add(pool.addressOf(area * pool.areaSlots()));
  }

  private @Nullable PoolGeometry poolFromBefore(long address) {
    if (facts.defaultPool().contains(address)) {
      return facts.defaultPool();
    }
    return growths.stream()
        .filter(g -> g.published() < 0 && g.pool().contains(address))
        .map(GrowthRecord::pool)
        .findFirst()
        .orElse(null);
  }

  /** A buffer of before the recording. */
  private void adoptAtOnce(Request m) {
    var address = m.firstSlotAddress();
    if (poolFromBefore(address) != null && target.adopt(m, address)) {
      decisions.put(m.index(), Placement.inPool(address));
      hold(m, address);
    }
  }

  private void retract(Request m, Placement decision) {
    if (decision.kind() != Kind.FAILED) {
      target.retract(m);
    }
    letGo(m);
    decisions.remove(m.index());
  }

  private void adopt(Request m) {
    if (m.failed()) {
      count(Placement.FAILED);
      return;
    }
    var pool = facts.poolOf(m.mapping(), growths);
    if (pool == null) {
      target.adoptTransient(m);
      decisions.put(m.index(), Placement.TRANSIENT);
      count(Placement.TRANSIENT);
      return;
    }
    var address = m.firstSlotAddress();
    evictHolders(m, address);
    if (!target.adopt(m, address)) {
      notAdopted++;
      return;
    }
    decisions.put(m.index(), Placement.inPool(address));
    hold(m, address);
  }

  /**
   * Whoever holds the slots of a recorded mapping cannot hold them any longer: its line of release
   * is merely late, or it was decided too early and decides again.
   */
  private void evictHolders(Request m, long address) {
    for (var i = 1 - Slots.SLOT_SET_SLOTS; i < m.slots(); i++) {
      var holder = holders.get(address + Slots.toBytes(i));
      if (holder != null && i + holder.slots() > 0) {
        evict(holder);
      }
    }
  }

  private void evict(Request holder) {
    var decision = decisions.get(holder.index());
    if (holder.mapping().end() > now && decision != null) {
      retract(holder, decision);
      decisions.put(holder.index(), Placement.FAILED);
    } else {
      target.release(holder);
      letGo(holder);
      gone.add(holder.index());
    }
  }

  private void release(Request m) {
    var decision = decisions.get(m.index());
    if (decision != null && decision.kind() != Kind.FAILED && !gone.remove(m.index())) {
      target.release(m);
      letGo(m);
    }
    decisions.remove(m.index());
  }

  private void settle(Request m, @Nullable Placement decision) {
    target.settle(m);
    count(decision);
  }

  private void count(@Nullable Placement decision) {
    if (decision != null && decision.kind() == Kind.TRANSIENT) {
      transientMaps++;
    } else if (decision != null && decision.kind() == Kind.FAILED) {
      failedMaps++;
    }
  }

  private boolean agrees(Request m, Placement decision) {
    return switch (decision.kind()) {
      case POOL -> m.mapping().hasAddress() && decision.address() == m.firstSlotAddress();
      case TRANSIENT -> m.mapping().hasAddress() && facts.poolOf(m.mapping(), growths) == null;
      case FAILED -> m.failed();
    };
  }

  private void hold(Request m, long address) {
    holders.put(address, m);
  }

  private void letGo(Request m) {
    var decision = decisions.get(m.index());
    if (decision != null && decision.kind() == Kind.POOL) {
      holders.remove(decision.address(), m);
    }
  }

  private String expected(Request m) {
    if (m.failed()) {
      return "failed";
    }
    var pool = facts.poolOf(m.mapping(), growths);
    return pool == null
        ? "transient pool at 0x" + Long.toHexString(m.mapping().address())
        : place(pool, m.firstSlotAddress());
  }

  private String described(Placement decision) {
    return switch (decision.kind()) {
      case TRANSIENT -> "transient pool";
      case FAILED -> "failed";
      case POOL -> {
        if (facts.defaultPool().contains(decision.address())) {
          yield place(facts.defaultPool(), decision.address());
        }
        yield growths.stream()
            .map(GrowthRecord::pool)
            .filter(p -> p.contains(decision.address()))
            .findFirst()
            .map(p -> place(p, decision.address()))
            .orElse("0x" + Long.toHexString(decision.address()));
      }
    };
  }

  private static String place(PoolGeometry pool, long address) {
    var slot = pool.slotOf(address);
    return "slot %d of area %d of the pool at 0x%x"
        .formatted(slot, pool.areaOfSlot(slot), pool.start());
  }
}
