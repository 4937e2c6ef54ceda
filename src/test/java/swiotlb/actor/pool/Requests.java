package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.Refusal;

/** Requests for whole slots, as the areas and the allocator meet them. */
public final class Requests {
  static final long NO_LIMIT = -1L;

  private static final long BUFFER = 0x1234_5000L;
  private static final int SLOT_BYTES = 2048;

  private Requests() {}

  /** A request of CPU 0 in process context. */
  static Request of(long mapping, int slots, ActorRef<MapClient.Reply> client) {
    return onCpu(0, mapping, slots, client);
  }

  static Request onCpu(int cpu, long mapping, int slots, ActorRef<MapClient.Reply> client) {
    return new Request(mapping, cpu, false, slots(slots), NO_LIMIT, false, client);
  }

  static Request inInterrupt(long mapping, int slots, ActorRef<MapClient.Reply> client) {
    return new Request(mapping, 0, true, slots(slots), NO_LIMIT, false, client);
  }

  /** A request of 2 slots whose first must lie in the second half of a page, as NVMe asks. */
  static Request inSecondHalfOfAPage(long mapping, ActorRef<MapClient.Reply> client) {
    var limits = new DeviceLimits(NO_LIMIT, 0, 4095, 0xffff_ffffL);
    var demand = Demand.ofBuffer(limits, BUFFER + SLOT_BYTES, 2 * SLOT_BYTES, 0);
    return new Request(mapping, 0, false, demand, NO_LIMIT, false, client);
  }

  /** A request of 2 slots that no area can serve: they lie astride every segment boundary. */
  static Request neverServed(long mapping, ActorRef<MapClient.Reply> client) {
    var limits = new DeviceLimits(NO_LIMIT, 0, 0, SLOT_BYTES - 1);
    var demand = Demand.ofBuffer(limits, BUFFER, 2 * SLOT_BYTES, 0);
    return new Request(mapping, 0, false, demand, NO_LIMIT, false, client);
  }

  /** A request that came to the end of its search without a cost. */
  static Allocator.Exhausted exhausted(Request request) {
    return new Allocator.Exhausted(request, Refusal.NO_LONG_RUN, 1, SearchCost.NONE);
  }

  private static Demand slots(int slots) {
    return Demand.ofBuffer(DeviceLimits.NONE, BUFFER, (long) slots * SLOT_BYTES, 0);
  }
}
