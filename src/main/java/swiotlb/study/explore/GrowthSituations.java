package swiotlb.study.explore;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Grower;
import swiotlb.actor.pool.Pool;
import swiotlb.time.Sent;

/** Situations of the worker that adds pools. */
final class GrowthSituations {
  private GrowthSituations() {}

  static Situation.Seeing race() {
    return new Situation.Seeing() {
      /** By allocator: requests that found no slots since its worker began last. */
      private final Map<String, Integer> asked = new HashMap<>();

      @Override
      public boolean sees(Sent sent, long atNs) {
        if (sent.message() instanceof Allocator.Exhausted) {
          asked.merge(sent.to(), 1, Integer::sum);
        } else if (isBegun(sent.message())) {
          var since = asked.remove(sent.from());
          return since != null && since > 1;
        }
        return false;
      }
    };
  }

  static Situation.Seeing queuedAgain() {
    return new Situation.Seeing() {
      private final Set<String> running = new HashSet<>();
      private final Set<String> askedWhileRunning = new HashSet<>();

      @Override
      public boolean sees(Sent sent, long atNs) {
        var message = sent.message();
        if (isBegun(message)) {
          running.add(sent.from());
          return askedWhileRunning.contains(sent.from());
        }
        if (message instanceof Allocator.Exhausted && running.contains(sent.to())) {
          askedWhileRunning.add(sent.to());
        } else if (message instanceof Pool.Started || message instanceof Grower.Failed) {
          running.remove(sent.to());
        }
        return false;
      }
    };
  }

  static Situation.Seeing lateWorker() {
    return new Situation.Seeing() {
      private final WantedSlots wanted = new WantedSlots();

      @Override
      public boolean sees(Sent sent, long atNs) {
        wanted.delivered(sent.message());
        return isBegun(sent.message()) && wanted.now() == 0;
      }
    };
  }

  static Situation.Seeing second() {
    return new Situation.Seeing() {
      private int made;

      @Override
      public boolean sees(Sent sent, long atNs) {
        return sent.message() instanceof Grower.Found && ++made == 2;
      }
    };
  }

  /**
   * Known at the end: until then more may be wanted. That the slots of the pools before may lie in
   * the wrong places for a request is not looked at.
   */
  static Situation.Seeing twoForOne() {
    return new Situation.Seeing() {
      private static final long NO_SECOND = -1;

      private final WantedSlots wanted = new WantedSlots();
      private final Map<Long, Integer> added = new HashMap<>();
      private long defaultSlots;
      private long slotsBefore = NO_SECOND;

      @Override
      public boolean sees(Sent sent, long atNs) {
        var message = sent.message();
        wanted.delivered(message);
        if (message instanceof Pool.Started started && started.entry().number() == 0) {
          defaultSlots = started.entry().geometry().slots();
        } else if (message instanceof Grower.Found found) {
          if (!added.isEmpty() && slotsBefore == NO_SECOND) {
            slotsBefore = defaultSlots + added.values().stream().mapToInt(slots -> slots).sum();
          }
          added.put(found.range().start(), found.range().slots());
        } else if (message instanceof Grower.GiveBack given) {
          added.remove(given.range().start());
        }
        return message instanceof Allocator.ReadState && wanted.most() <= slotsBefore;
      }
    };
  }

  static Situation.Seeing during(Class<?> wanted) {
    return new Situation.Seeing() {
      private boolean isGrowing;

      @Override
      public boolean sees(Sent sent, long atNs) {
        var message = sent.message();
        if (isBegun(message)) {
          isGrowing = true;
        } else if (message instanceof Grower.Report) {
          isGrowing = false;
        }
        return isGrowing && wanted.isInstance(message);
      }
    };
  }

  private static boolean isBegun(Object message) {
    return message instanceof Grower.Grow
        || (message instanceof Grower.GrowOtherwise grow && grow.slots() > 0);
  }
}
