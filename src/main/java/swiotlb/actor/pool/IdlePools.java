package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.policy.IdlePolicy;
import swiotlb.time.Timeline;

/**
 * Pools that were added and may be given back when nobody uses them. Some time after a pool was
 * published or an area of it became empty all areas of its pool are asked to retire; the pool goes
 * if all of them do, else they stay. Requests that still hold a list with the pool find areas that
 * serve nobody, and go on. State of one Allocator.
 */
final class IdlePools {
  private final IdlePolicy policy;
  private final Timeline timeline;
  private final ActorRef<Allocator.Command> allocator;
  private final ActorRef<Area.Retirement> answers;
  private final Set<Integer> checksToCome = new HashSet<>();
  private final Map<Integer, Asked> asked = new HashMap<>();
  private int returning;

  private static final class Asked {
    final PoolList.Entry pool;
    int missing;
    boolean isRefused;
    boolean isInUse;

    Asked(PoolList.Entry pool) {
      this.pool = pool;
      this.missing = pool.areas().size();
    }
  }

  IdlePools(
      IdlePolicy policy,
      Timeline timeline,
      ActorRef<Allocator.Command> allocator,
      ActorRef<Area.Retirement> answers) {
    this.policy = policy;
    this.timeline = timeline;
    this.allocator = allocator;
    this.answers = answers;
  }

  /** An area of a pool has no slot in use: in some time the pool may be given back. */
  void mayBeIdle(int pool) {
    policy
        .patience()
        .ifPresent(
            patience -> {
              if (checksToCome.add(pool)) {
                timeline.deliverAfter(patience.toNanos(), allocator, new Allocator.CheckIdle(pool));
              }
            });
  }

  /** The time has come for a pool. */
  void check(PoolList.Entry pool) {
    checksToCome.remove(pool.number());
    if (asked.containsKey(pool.number())) {
      return;
    }
    asked.put(pool.number(), new Asked(pool));
    var patienceNs = policy.patience().orElseThrow().toNanos();
    var retire = new Area.Retire(timeline.nowNs() - patienceNs, answers);
    pool.areas().forEach(area -> area.tell(retire));
  }

  /**
   * An area has answered.
   *
   * @return its pool, if all areas of it serve nobody any more, else null
   */
  PoolList.@Nullable Entry answered(Area.Retirement answer) {
    var question = asked.get(answer.pool());
    if (question == null) {
      throw new IllegalStateException("pool " + answer.pool() + " was not asked to retire");
    }
    question.missing--;
    question.isRefused |= answer.use() != Area.Use.RETIRED;
    question.isInUse |= answer.use() == Area.Use.IN_USE;
    if (question.missing > 0) {
      return null;
    }
    asked.remove(answer.pool());
    if (question.isRefused) {
      question.pool.areas().forEach(area -> area.tell(new Area.Reinstate()));
      if (!question.isInUse) {
        mayBeIdle(answer.pool());
      }
      return null;
    }
    returning++;
    return question.pool;
  }

  /** The memory of a pool has been given back. */
  void returned() {
    returning--;
  }

  /** Whether areas are asked, or memory is on its way. */
  boolean isBusy() {
    return !asked.isEmpty() || returning > 0;
  }
}
