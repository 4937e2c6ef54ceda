package swiotlb.study.explore;

import java.util.HashSet;
import java.util.Set;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.Throttle;
import swiotlb.time.Sent;

/** Situations of requests that are held before they are searched for. */
final class ThrottleSituations {
  private ThrottleSituations() {}

  /** By one that found fewer slots in use and did not ask, or may not wait. */
  static Situation.Seeing overtaken() {
    return new Situation.Seeing() {
      private final Comers comers = new Comers();
      private final Set<Long> held = new HashSet<>();

      @Override
      public boolean sees(Sent sent, long atNs) {
        comers.delivered(sent);
        if (sent.message() instanceof MapClient.Throttled throttled) {
          held.add(throttled.mapping());
        } else if (sent.message() instanceof MapClient.Admitted admitted) {
          held.remove(admitted.mapping());
        } else if (sent.message() instanceof MapClient.Mapped mapped) {
          var came = comers.cameAt(mapped.mapping());
          return held.stream().anyMatch(mapping -> comers.cameAt(mapping) < came);
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
      private final Set<Long> holders = new HashSet<>();

      @Override
      public boolean sees(Sent sent, long atNs) {
        var message = sent.message();
        if (message instanceof MapClient.Throttled throttled) {
          held.add(throttled.mapping());
        } else if (message instanceof MapClient.Admitted admitted) {
          held.remove(admitted.mapping());
          if (admitted.holds()) {
            holders.add(admitted.mapping());
          }
        } else if (message instanceof MapClient.Mapped served) {
          mapped.add(served.mapping());
        } else if (message instanceof MapClient.Unmapped unmapped) {
          mapped.remove(unmapped.mapping());
        } else if (message instanceof Throttle.Leave leave) {
          holders.remove(leave.mapping());
        }
        return !held.isEmpty() && holders.size() == 1 && mapped.equals(holders);
      }
    };
  }
}
