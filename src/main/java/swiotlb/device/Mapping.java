package swiotlb.device;

import akka.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import swiotlb.pool.Area;
import swiotlb.pool.MapClient;
import swiotlb.slot.Demand;
import swiotlb.slot.DeviceLimits;
import swiotlb.slot.PoolGeometry;

/** A mapping of a device, from its request to its unmap. State of one device, never sent. */
final class Mapping {
  final long id;
  final int cpu;
  final boolean interrupt;
  final DeviceLimits limits;
  final Demand demand;
  final boolean checksReach;
  final boolean isRead;
  final MappingUser user;
  final long requestedNs;

  private MapClient.@Nullable Mapped mapped;
  private boolean isBeyondReach;

  Mapping(
      long id,
      int cpu,
      boolean interrupt,
      DeviceLimits limits,
      Demand demand,
      boolean checksReach,
      boolean isRead,
      MappingUser user,
      long requestedNs) {
    this.id = id;
    this.cpu = cpu;
    this.interrupt = interrupt;
    this.limits = limits;
    this.demand = demand;
    this.checksReach = checksReach;
    this.isRead = isRead;
    this.user = user;
    this.requestedNs = requestedNs;
  }

  void served(MapClient.Mapped answer) {
    mapped = answer;
  }

  void foundBeyondReach() {
    isBeyondReach = true;
  }

  boolean isBeyondReach() {
    return isBeyondReach;
  }

  boolean isBounced() {
    return mapped != null;
  }

  boolean isTransient() {
    return mapped != null && mapped.isTransient();
  }

  MapClient.Mapped answer() {
    if (mapped == null) {
      throw new IllegalStateException("mapping " + id + " has no bounce buffer");
    }
    return mapped;
  }

  ActorRef<Area.Command> area() {
    return answer().area();
  }

  PoolGeometry pool() {
    return answer().geometry();
  }

  int slot() {
    return answer().slot();
  }

  /** The address that the device is given. */
  long bounceAddress() {
    return pool().addressOf(slot()) + demand.offsetBytes();
  }
}
