package swiotlb.study.explore;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.Grower;
import swiotlb.actor.pool.MapClient;

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
              "transient-refused",
              "there is no memory for a transient pool",
              () -> on(m -> m instanceof AtomicPool.Refused)),
          new Named(
              "transient-in-grace",
              "a transient pool is asked for while the memory of another waits for its grace period",
              MemorySituations::transientInGrace),
          new Named(
              "coherent-pool-short",
              "a coherent pool has too little while its worker gets more",
              MemorySituations::shortWhileExpanding),
          new Named(
              "map-failed", "a mapping fails", () -> on(m -> m instanceof MapClient.MapFailed)),
          new Named(
              "growth-failed",
              "the worker finds no memory for a pool",
              () -> on(m -> m instanceof Grower.Failed)),
          new Named(
              "growth-race",
              "several requests ask for the same pool before the worker begins",
              GrowthSituations::race),
          new Named(
              "growth-queued-again",
              "the worker begins again, since a request found no slots while it made a pool",
              GrowthSituations::queuedAgain),
          new Named(
              "late-worker",
              "the worker begins when nobody wants slots any more",
              GrowthSituations::lateWorker),
          new Named("second-growth", "a second pool is made", GrowthSituations::second),
          new Named(
              "two-pools-for-one",
              "a pool is added beside another one, and all that is ever wanted at once fits in without it",
              GrowthSituations::twoForOne),
          new Named(
              "unmap-while-growing",
              "slots are given back while the worker makes a pool",
              () -> GrowthSituations.during(Area.Unmap.class)),
          new Named(
              "exhausted-while-growing",
              "a request finds no slots while the worker makes a pool",
              () -> GrowthSituations.during(Allocator.Exhausted.class)),
          new Named(
              "pool-during-search",
              "a pool is published while a request is searched for",
              SearchSituations::poolPublished),
          new Named(
              "freed-behind-search",
              "slots are given back in an area that a search has just left, and the search fails",
              SearchSituations::freedBehind),
          new Named(
              "waited-in-vain",
              "a request that has waited for a pool finds no slots all the same",
              SearchSituations::waitedInVain),
          new Named(
              "retiring-pool-searched",
              "a search comes to an area that was asked to retire",
              RetiringSituations::searched),
          new Named(
              "look-up-while-retiring",
              "a buffer is looked up by its address, to sync or unmap it, while a pool is taken away",
              RetiringSituations::lookUp),
          new Named(
              "throttled-overtaken",
              "a request that came later gets slots while the throttle holds one",
              ThrottleSituations::overtaken),
          new Named(
              "throttle-passed",
              "a request finds no slots although another has the semaphore of the throttle",
              ThrottleSituations::passed),
          new Named(
              "throttled-for-one",
              "a request is held although no buffer is mapped but the one that it waits for",
              ThrottleSituations::heldForOne),
          new Named(
              "reset-during-copy",
              "a device is reset at its time while a driver copies into a buffer",
              DeviceSituations::resetDuringCopy));

  private Situations() {}

  private static Situation.Seeing on(Predicate<Object> message) {
    return (sent, atNs) -> message.test(sent.message());
  }
}
