package swiotlb.study.explore;

import java.util.HashSet;
import java.util.Set;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.Pool;
import swiotlb.time.Sent;

/** Situations of the search for slots. */
final class SearchSituations {
  private SearchSituations() {}

  static Situation.Seeing poolPublished() {
    return new Situation.Seeing() {
      private final Set<Long> searched = new HashSet<>();

      @Override
      public boolean sees(Sent sent, long atNs) {
        var message = sent.message();
        if (message instanceof Area.MapRequest search) {
          searched.add(search.request().mapping());
        } else if (message instanceof MapClient.Mapped mapped) {
          searched.remove(mapped.mapping());
        } else if (message instanceof MapClient.MapFailed failed) {
          searched.remove(failed.mapping());
        } else if (message instanceof Allocator.Exhausted exhausted) {
          searched.remove(exhausted.request().mapping());
        }
        return message instanceof Pool.Started started
            && started.entry().number() > 0
            && !searched.isEmpty();
      }
    };
  }

  static Situation.Seeing freedBehind() {
    return new Situation.Seeing() {
      /** Searches under way, by the path of each area that they have left. */
      private final Set<String> left = new HashSet<>();

      private final Set<Long> passedBy = new HashSet<>();

      @Override
      public boolean sees(Sent sent, long atNs) {
        var message = sent.message();
        if (message instanceof Area.MapRequest search && search.refusedBy() != null) {
          left.add(search.request().mapping() + " " + sent.from());
        } else if (message instanceof Area.Unmap) {
          left.stream()
              .filter(entry -> entry.endsWith(" " + sent.to()))
              .map(entry -> Long.valueOf(entry.substring(0, entry.indexOf(' '))))
              .forEach(passedBy::add);
        } else if (message instanceof MapClient.Mapped mapped) {
          forget(mapped.mapping());
        } else if (message instanceof Allocator.Exhausted exhausted) {
          var mapping = exhausted.request().mapping();
          var isSo = passedBy.contains(mapping);
          forget(mapping);
          return isSo;
        }
        return false;
      }

      private void forget(long mapping) {
        left.removeIf(entry -> entry.startsWith(mapping + " "));
        passedBy.remove(mapping);
      }
    };
  }

  static Situation.Seeing waitedInVain() {
    return new Situation.Seeing() {
      private final Set<Long> waited = new HashSet<>();

      @Override
      public boolean sees(Sent sent, long atNs) {
        if (sent.message() instanceof MapClient.Waits waits) {
          waited.add(waits.mapping());
        } else if (sent.message() instanceof MapClient.Mapped mapped) {
          waited.remove(mapped.mapping());
        }
        return sent.message() instanceof Allocator.Exhausted exhausted
            && waited.contains(exhausted.request().mapping());
      }
    };
  }
}
