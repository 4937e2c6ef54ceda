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
 */
final class ReplayDriver {
  /** A point of the recording at which something is done. */
  private record Step(double position, int rank, int order, Runnable action) {}

  private static final int STARTS = 0;
  private static final int PUBLISHES = 1;
  private static final int COMPARES = 2;
  private static final int DECIDES = 3;
  private static final int RELEASES = 4;

  private final List<RecordedMapping> mappings;
  private final List<GrowthRecord> growths;
  private final ReplayFacts facts;
  private final ReplayTarget target;
  private final Map<Integer, Placement> decisions = new HashMap<>();
  private final Set<Integer> gone = new HashSet<>();

  /** Who holds the slot at an address. */
  private final Map<Long, RecordedMapping> holders = new HashMap<>();

  private double now;
  private long compared;
  private long equalAtOnce;
  private long equalLater;
  private long transientMaps;
  private long failedMaps;
  private long notAdopted;
  private @Nullable ReplayDivergence first;

  ReplayDriver(
      List<RecordedMapping> mappings,
      List<GrowthRecord> growths,
      ReplayFacts facts,
      ReplayTarget target) {
    this.mappings = mappings;
    this.growths = growths;
    this.facts = facts;
    this.target = target;
  }

  /** Follows the recording to its end. */
  ReplayScore run() {
    var steps = new ArrayList<Step>();
    for (var growth : growths) {
      var start =
          growth.workerStart() == RecordedMapping.NEVER ? growth.published() : growth.workerStart();
      steps.add(new Step(start, STARTS, 0, () -> target.startWorker(growth.pool())));
      steps.add(new Step(growth.published(), PUBLISHES, 0, () -> target.publish(growth.pool())));
    }
    for (var m : mappings) {
      steps.add(new Step(m.start(), DECIDES, m.index(), () -> decide(m)));
      steps.add(new Step(m.end(), COMPARES, m.index(), () -> compare(m)));
      if (m.release() != RecordedMapping.NEVER) {
        steps.add(new Step(m.release(), RELEASES, m.index(), () -> release(m)));
      }
    }
    steps.sort(
        Comparator.comparingDouble(Step::position)
            .thenComparingInt(Step::rank)
            .thenComparingInt(Step::order));
    for (var step : steps) {
      now = step.position;
      step.action.run();
    }
    return new ReplayScore(
        compared,
        equalAtOnce,
        equalLater,
        transientMaps,
        failedMaps,
        notAdopted,
        target.counters(),
        first);
  }

  private void decide(RecordedMapping m) {
    var decision = target.map(m);
    decisions.put(m.index(), decision);
    if (decision.kind() == Kind.POOL) {
      hold(m, decision.address());
    }
  }

  private void compare(RecordedMapping m) {
    var decision = decisions.get(m.index());
    if (decision == null || m.address() == RecordedMapping.UNKNOWN) {
      count(decision);
      return;
    }
    compared++;
    if (agrees(m, decision)) {
      equalAtOnce++;
      count(decision);
      return;
    }
    retract(m, decision);
    decide(m);
    var again = decisions.getOrDefault(m.index(), Placement.FAILED);
    if (agrees(m, again)) {
      equalLater++;
      count(again);
      return;
    }
    if (first == null) {
      first = new ReplayDivergence(m, expected(m), described(again));
    }
    retract(m, again);
    adopt(m);
  }

  private void retract(RecordedMapping m, Placement decision) {
    if (decision.kind() != Kind.FAILED) {
      target.retract(m);
    }
    letGo(m);
    decisions.remove(m.index());
  }

  private void adopt(RecordedMapping m) {
    if (m.address() == RecordedMapping.FAILED) {
      count(Placement.FAILED);
      return;
    }
    var pool = facts.poolOf(m, growths);
    if (pool == null) {
      target.adoptTransient(m);
      decisions.put(m.index(), Placement.TRANSIENT);
      count(Placement.TRANSIENT);
      return;
    }
    var address = facts.firstSlotAddress(m);
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
  private void evictHolders(RecordedMapping m, long address) {
    for (var i = 0; i < facts.demandOf(m).slots(); i++) {
      var holder = holders.get(address + Slots.toBytes(i));
      if (holder == null) {
        continue;
      }
      var decision = decisions.get(holder.index());
      if (holder.end() > now && decision != null) {
        retract(holder, decision);
        decisions.put(holder.index(), Placement.FAILED);
      } else {
        target.release(holder);
        letGo(holder);
        gone.add(holder.index());
      }
    }
  }

  private void release(RecordedMapping m) {
    var decision = decisions.get(m.index());
    if (decision != null && decision.kind() != Kind.FAILED && !gone.remove(m.index())) {
      target.release(m);
      letGo(m);
    }
    decisions.remove(m.index());
  }

  private void count(@Nullable Placement decision) {
    if (decision != null && decision.kind() == Kind.TRANSIENT) {
      transientMaps++;
    } else if (decision != null && decision.kind() == Kind.FAILED) {
      failedMaps++;
    }
  }

  private boolean agrees(RecordedMapping m, Placement decision) {
    return switch (decision.kind()) {
      case POOL -> m.hasAddress() && decision.address() == facts.firstSlotAddress(m);
      case TRANSIENT -> m.hasAddress() && facts.poolOf(m, growths) == null;
      case FAILED -> m.address() == RecordedMapping.FAILED;
    };
  }

  private void hold(RecordedMapping m, long address) {
    for (var i = 0; i < facts.demandOf(m).slots(); i++) {
      holders.put(address + Slots.toBytes(i), m);
    }
  }

  private void letGo(RecordedMapping m) {
    var decision = decisions.get(m.index());
    var address = decision == null ? 0 : decision.address();
    for (var i = 0; address != 0 && i < facts.demandOf(m).slots(); i++) {
      holders.remove(address + Slots.toBytes(i), m);
    }
  }

  private String expected(RecordedMapping m) {
    if (m.address() == RecordedMapping.FAILED) {
      return "failed";
    }
    var pool = facts.poolOf(m, growths);
    return pool == null
        ? "transient pool at 0x" + Long.toHexString(m.address())
        : place(pool, facts.firstSlotAddress(m));
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
