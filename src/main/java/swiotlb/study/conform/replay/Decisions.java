package swiotlb.study.conform.replay;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.Slots;
import swiotlb.study.conform.replay.ReplayTarget.Kind;
import swiotlb.study.conform.replay.ReplayTarget.Placement;

/** What was decided for the mappings that are live, and who holds which slots. Not thread-safe. */
final class Decisions {
  private final ReplayTarget target;
  private final Map<Integer, Placement> byMapping;

  /** Whose slots others were recorded to have, so that they were given back already. */
  private final Set<Integer> gone;

  /** Who holds slots of lasting pools, by the addresses of their first ones. */
  private final Map<Long, Request> holders;

  Decisions(ReplayTarget target) {
    this.target = target;
    this.byMapping = new HashMap<>();
    this.gone = new HashSet<>();
    this.holders = new HashMap<>();
  }

  private Decisions(Decisions that, ReplayTarget target) {
    this.target = target;
    this.byMapping = new HashMap<>(that.byMapping);
    this.gone = new HashSet<>(that.gone);
    this.holders = new HashMap<>(that.holders);
  }

  /** The same for a target in the same state, independent from now on. */
  Decisions copy(ReplayTarget other) {
    return new Decisions(this, other);
  }

  /** Whether both are the same; who holds slots follows from what was decided and who is gone. */
  boolean areLike(Decisions that) {
    return gone.equals(that.gone) && byMapping.equals(that.byMapping);
  }

  @Nullable Placement of(Request m) {
    return byMapping.get(m.index());
  }

  /** Lets the target decide, and keeps that. */
  Placement decide(Request m) {
    var decision = target.map(m);
    byMapping.put(m.index(), decision);
    if (decision.kind() == Kind.POOL) {
      holders.put(decision.address(), m);
    }
    return decision;
  }

  void retract(Request m, Placement decision) {
    if (decision.kind() != Kind.FAILED) {
      target.retract(m);
    }
    letGo(m);
    byMapping.remove(m.index());
  }

  /**
   * Places a buffer in a lasting pool as it was recorded.
   *
   * @return whether its slots were free
   */
  boolean adopt(Request m, long address) {
    if (!target.adopt(m, address)) {
      return false;
    }
    byMapping.put(m.index(), Placement.inPool(address));
    holders.put(address, m);
    return true;
  }

  void adoptTransient(Request m) {
    target.adoptTransient(m);
    byMapping.put(m.index(), Placement.TRANSIENT);
  }

  /**
   * Whoever holds the slots of a recorded mapping cannot hold them any longer: its line of release
   * is merely late, or it was decided too early and decides again.
   *
   * @param now the position in the recording
   */
  void evictHolders(Request m, long address, long now) {
    for (var i = 1 - Slots.SLOT_SET_SLOTS; i < m.slots(); i++) {
      var holder = holders.get(address + Slots.toBytes(i));
      if (holder != null && i + holder.slots() > 0) {
        evict(holder, now);
      }
    }
  }

  private void evict(Request holder, long now) {
    var decision = byMapping.get(holder.index());
    if (holder.mapping().end() > now && decision != null) {
      retract(holder, decision);
      byMapping.put(holder.index(), Placement.FAILED);
    } else {
      target.release(holder);
      letGo(holder);
      gone.add(holder.index());
    }
  }

  /** Its line of release has come. */
  void release(Request m) {
    var decision = byMapping.get(m.index());
    if (decision != null && decision.kind() != Kind.FAILED && !gone.remove(m.index())) {
      target.release(m);
      letGo(m);
    }
    byMapping.remove(m.index());
  }

  private void letGo(Request m) {
    var decision = byMapping.get(m.index());
    if (decision != null && decision.kind() == Kind.POOL) {
      holders.remove(decision.address(), m);
    }
  }
}
