package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.DirectMemory;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Refusal;
import swiotlb.kernel.slot.SearchOrder;

/**
 * The transient path of an allocator (specification, section 4): memory of exactly the size needed
 * from the AtomicPool, and an area of its own for the one buffer. State of one Allocator.
 */
final class TransientPools {
  private final ActorContext<Allocator.Command> context;
  private final Area.Settings areaSettings;
  private final GrowthCosts costs;
  private final PoolRules rules;
  private final BufferMemory memory;
  private final ActorRef<AtomicPool.Reply> answers;
  private final ActorRef<Area.TransientEnd> ends;
  private final ActorRef<DirectMemory.Returned> returns;
  private final Map<Long, Allocator.Exhausted> awaitingMemory = new HashMap<>();
  private int live;
  private int leaked;
  private int returning;
  private long made;

  TransientPools(
      ActorContext<Allocator.Command> context,
      Area.Settings areaSettings,
      GrowthCosts costs,
      PoolRules rules,
      BufferMemory memory,
      ActorRef<AtomicPool.Reply> answers,
      ActorRef<Area.TransientEnd> ends,
      ActorRef<DirectMemory.Returned> returns) {
    this.context = context;
    this.areaSettings = areaSettings;
    this.costs = costs;
    this.rules = rules;
    this.memory = memory;
    this.answers = answers;
    this.ends = ends;
    this.returns = returns;
  }

  /** So many pools will never end, since the unmap of their buffer was forgotten. */
  void expectLeaked(int pools) {
    leaked = pools;
  }

  boolean isBusy() {
    return live > leaked || returning > 0 || !awaitingMemory.isEmpty();
  }

  /** Asks for the memory of a pool for this request. */
  void take(Allocator.Exhausted exhausted) {
    var request = exhausted.request();
    awaitingMemory.put(request.mapping(), exhausted);
    memory.take(request, answers);
  }

  /** Memory has come back. */
  void returned() {
    returning--;
  }

  /**
   * Makes the pool if there is memory for it.
   *
   * @return the request that was refused, or null
   */
  Allocator.@Nullable Exhausted onAnswer(AtomicPool.Reply reply, PoolList list) {
    if (reply instanceof AtomicPool.Granted granted) {
      start(answered(granted.mapping()), granted.range(), list);
      return null;
    }
    return answered(((AtomicPool.Refused) reply).mapping());
  }

  /**
   * Gives the memory of a pool back.
   *
   * @return the request that did not fit it, or null
   */
  Allocator.@Nullable Exhausted onEnd(Area.TransientEnd end) {
    live--;
    if (end instanceof Area.TransientDoesNotFit misfit) {
      giveBackUnused(misfit.range());
      return new Allocator.Exhausted(
          misfit.request(),
          Refusal.NO_ACCEPTABLE_START,
          misfit.largestFreeRun(),
          misfit.cost(),
          misfit.refusedBy());
    }
    release(((Area.TransientDone) end).range());
    return null;
  }

  private void giveBackUnused(PoolGeometry range) {
    if (rules.unusedTransientWaits()) {
      release(range);
    } else {
      expect(memory.giveBack(range, returns));
    }
  }

  private void release(PoolGeometry range) {
    expect(memory.release(range, returns));
  }

  private void expect(boolean isAnswered) {
    if (isAnswered) {
      returning++;
    }
  }

  private Allocator.Exhausted answered(long mapping) {
    var exhausted = awaitingMemory.remove(mapping);
    if (exhausted == null) {
      throw new IllegalStateException("memory for mapping " + mapping + ", which asked for none");
    }
    return exhausted;
  }

  private Area.Settings settingsFor(Request request, PoolGeometry range) {
    var releaseNs = memory.releaseNs(request, range);
    return releaseNs == 0
        ? areaSettings
        : areaSettings.with(areaSettings.costs().plusUnmap(releaseNs));
  }

  private void start(Allocator.Exhausted exhausted, PoolGeometry range, PoolList list) {
    live++;
    made++;
    var takenNs = memory.takeNs(exhausted.request(), range);
    var area =
        context.spawn(
            TransientArea.create(settingsFor(exhausted.request(), range), range, ends),
            "transient-" + made);
    context.watch(area);
    areaSettings
        .timeline()
        .deliverAfter(
            costs.transientNs(),
            area,
            new Area.MapRequest(
                exhausted.request(),
                list,
                SearchOrder.END,
                exhausted.closest(),
                exhausted.largestFreeRun(),
                exhausted.cost().plusTransient(takenNs + costs.transientNs()),
                null));
  }
}
