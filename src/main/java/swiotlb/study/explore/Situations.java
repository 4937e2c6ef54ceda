package swiotlb.study.explore;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.Grower;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.Pool;
import swiotlb.time.Sent;

/** The situations that are known by name. */
final class Situations {
  private record Named(String name, String words, Supplier<Situation.Seeing> seeing)
      implements Situation {
    @Override
    public Seeing begin() {
      return seeing.get();
    }
  }

  /** All of them, in the order in which reports list them. */
  static final List<Situation> ALL =
      List.of(
          new Named(
              "transient-pool",
              "a request takes a transient pool",
              () -> on(m -> m instanceof MapClient.Mapped mapped && mapped.isTransient())),
          new Named(
              "map-failed", "a mapping fails", () -> on(m -> m instanceof MapClient.MapFailed)),
          new Named("second-growth", "a second pool is made", Situations::secondGrowth),
          new Named(
              "unmap-while-growing",
              "slots are given back while the worker makes a pool",
              () -> whileGrowing(Area.Unmap.class)),
          new Named(
              "exhausted-while-growing",
              "a request finds no slots while the worker makes a pool",
              () -> whileGrowing(Allocator.Exhausted.class)),
          new Named(
              "pool-during-search",
              "a pool is published while a request is searched for",
              Situations::poolDuringSearch),
          new Named(
              "freed-behind-search",
              "slots are given back in an area that a search has just left, and the search fails",
              Situations::freedBehindSearch),
          new Named(
              "throttled-overtaken",
              "a request that came later is let in before one that the throttle holds",
              Situations::throttledOvertaken));

  private Situations() {}

  private static Situation.Seeing on(Predicate<Object> message) {
    return (sent, atNs) -> message.test(sent.message());
  }

  private static Situation.Seeing secondGrowth() {
    return new Situation.Seeing() {
      private int made;

      @Override
      public boolean sees(Sent sent, long atNs) {
        return sent.message() instanceof Grower.Found && ++made == 2;
      }
    };
  }

  private static Situation.Seeing whileGrowing(Class<?> wanted) {
    return new Situation.Seeing() {
      private boolean isGrowing;

      @Override
      public boolean sees(Sent sent, long atNs) {
        var message = sent.message();
        if (message instanceof Grower.Grow || message instanceof Grower.GrowOtherwise) {
          isGrowing = true;
        } else if (message instanceof Grower.Report) {
          isGrowing = false;
        }
        return isGrowing && wanted.isInstance(message);
      }
    };
  }

  private static Situation.Seeing poolDuringSearch() {
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

  private static Situation.Seeing freedBehindSearch() {
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

  private static Situation.Seeing throttledOvertaken() {
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
}
