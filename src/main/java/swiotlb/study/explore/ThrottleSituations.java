package swiotlb.study.explore;

import java.util.HashSet;
import java.util.Set;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.Throttle;
import swiotlb.time.Sent;

/** Situations of requests that are held before they are searched for. */
final class ThrottleSituations {
  private static final long NOBODY = -1;

  private ThrottleSituations() {}

  static Situation.Seeing overtaken() {
    return new Situation.Seeing() {
      private final Set<Long> held = new HashSet<>();

      @Override
      public boolean sees(Sent sent, long atNs) {
        if (sent.message() instanceof MapClient.Throttled throttled) {
          held.add(throttled.mapping());
        } else if (sent.message() instanceof MapClient.Admitted admitted) {
          held.remove(admitted.mapping());
          return held.stream().anyMatch(mapping -> mapping < admitted.mapping());
        }
        return false;
      }
    };
  }

  static Situation.Seeing passed() {
    return new Situation.Seeing() {
      private boolean isTaken;

      @Override
      public boolean sees(Sent sent, long atNs) {
        if (sent.message() instanceof MapClient.Admitted admitted) {
          isTaken |= admitted.holds();
        } else if (sent.message() instanceof Throttle.Leave) {
          isTaken = false;
        }
        return isTaken && sent.message() instanceof Allocator.Exhausted;
      }
    };
  }

  static Situation.Seeing heldForOne() {
    return new Situation.Seeing() {
      private final Set<Long> held = new HashSet<>();
      private final Set<Long> mapped = new HashSet<>();
      private long holder = NOBODY;

      @Override
      public boolean sees(Sent sent, long atNs) {
        var message = sent.message();
        if (message instanceof MapClient.Throttled throttled) {
          held.add(throttled.mapping());
        } else if (message instanceof MapClient.Admitted admitted) {
          held.remove(admitted.mapping());
          holder = admitted.holds() ? admitted.mapping() : holder;
        } else if (message instanceof MapClient.Mapped served) {
          mapped.add(served.mapping());
        } else if (message instanceof MapClient.Unmapped unmapped) {
          mapped.remove(unmapped.mapping());
        } else if (message instanceof Throttle.Leave) {
          holder = NOBODY;
        }
        return !held.isEmpty() && mapped.size() == 1 && mapped.contains(holder);
      }
    };
  }
}
