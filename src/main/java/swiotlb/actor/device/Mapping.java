package swiotlb.actor.device;

import akka.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;
import swiotlb.actor.pool.SearchCost;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.workload.Direction;

/**
 * A mapping of a device, from its request to its unmap; then it may begin anew as another one.
 * State of one device, never sent.
 */
final class Mapping {
  private final MappingUser user;
  private long id;
  private int cpu;
  private boolean isAtomic;
  private Direction direction = Direction.TO_DEVICE;
  private @Nullable Demand demand;
  private boolean checksReach;
  private long requestedNs;
  private long servedNs;
  private @Nullable ActorRef<Area.Command> area;
  private @Nullable PoolGeometry geometry;
  private int pool;
  private int slot;
  private int hintBefore;
  private SearchCost cost = SearchCost.NONE;
  private Payload payload = Payload.UNCHECKED;
  private long copyInNs;
  private boolean isBeyondReach;
  private boolean isThrottler;
  private long throttledNs;
  private boolean awaitsAnswer;
  private boolean isCoherent;
  private long coherentAddress;

  Mapping(MappingUser user) {
    this.user = user;
  }

  /** Begins as the mapping of a number. */
  Mapping begin(long number, int onCpu, boolean mayNotWait, Demand wanted, long nowNs) {
    id = number;
    cpu = onCpu;
    isAtomic = mayNotWait;
    demand = wanted;
    requestedNs = nowNs;
    direction = Direction.TO_DEVICE;
    checksReach = false;
    area = null;
    payload = Payload.UNCHECKED;
    copyInNs = 0;
    isBeyondReach = false;
    isThrottler = false;
    throttledNs = 0;
    isCoherent = false;
    awaitsAnswer = false;
    return this;
  }

  /** An address beyond the device's reach makes it fail. */
  Mapping checkingReach() {
    checksReach = true;
    return this;
  }

  Mapping towards(Direction way) {
    direction = way;
    return this;
  }

  void served(MapClient.Mapped answer, long nowNs) {
    area = answer.area();
    geometry = answer.geometry();
    pool = answer.pool();
    slot = answer.slot();
    hintBefore = answer.hintBefore();
    cost = answer.cost();
    servedNs = nowNs;
    payload = Payload.of(this, answer.bytes());
  }

  /** It is coherent memory at an address. */
  void hasCoherent(long address) {
    isCoherent = true;
    coherentAddress = address;
  }

  /** Whether it is coherent memory. */
  boolean isCoherent() {
    return isCoherent;
  }

  /** The address of its coherent memory. */
  long coherentAddress() {
    return coherentAddress;
  }

  /** Its driver has copied into the bounce buffer. */
  void copiedIn(long ns) {
    copyInNs = ns;
  }

  /** What that copy took. */
  long copyInNs() {
    return copyInNs;
  }

  /** It has asked an area or the allocator. */
  void awaitAnswer() {
    awaitsAnswer = true;
  }

  /**
   * The one answer has come.
   *
   * @throws IllegalStateException if nothing was asked
   */
  void answered() {
    if (!awaitsAnswer) {
      throw new IllegalStateException("an answer for mapping " + id + ", which asked for nothing");
    }
    awaitsAnswer = false;
  }

  /** The throttle lets it go on. */
  void admittedAt(long timeNs) {
    throttledNs = timeNs - requestedNs;
  }

  /** For how long the throttle held it up. */
  long throttledNs() {
    return throttledNs;
  }

  /** It has the semaphore of the throttle until it ends. */
  void keepsOthersWaiting() {
    isThrottler = true;
  }

  /** It gives the semaphore of the throttle back. */
  void keepsNobodyWaiting() {
    isThrottler = false;
  }

  /** Whether it has the semaphore of the throttle. */
  boolean isThrottler() {
    return isThrottler;
  }

  void foundBeyondReach() {
    isBeyondReach = true;
  }

  MappingUser user() {
    return user;
  }

  long id() {
    return id;
  }

  int cpu() {
    return cpu;
  }

  /** Whether it was asked for where nothing may wait. */
  boolean isAtomic() {
    return isAtomic;
  }

  Direction direction() {
    return direction;
  }

  Demand demand() {
    if (demand == null) {
      throw new IllegalStateException("a mapping that has not begun");
    }
    return demand;
  }

  boolean checksReach() {
    return checksReach;
  }

  long requestedNs() {
    return requestedNs;
  }

  /** When its slots were handed out, if it bounces. */
  long servedNs() {
    return servedNs;
  }

  Payload payload() {
    return payload;
  }

  boolean isBeyondReach() {
    return isBeyondReach;
  }

  boolean isBounced() {
    return area != null;
  }

  boolean isTransient() {
    return area != null && pool == PoolList.TRANSIENT;
  }

  /** The area that owns its slots. */
  ActorRef<Area.Command> area() {
    return bounced(area);
  }

  /** The number of its pool. */
  int pool() {
    return pool;
  }

  PoolGeometry geometry() {
    return bounced(geometry);
  }

  /** The first reserved slot, padding included. */
  int slot() {
    return slot;
  }

  /** The hint of its area before it was served. */
  int hintBefore() {
    return hintBefore;
  }

  /** Where the time of its search went. */
  SearchCost cost() {
    return cost;
  }

  /** The address that the device is given. */
  long bounceAddress() {
    return geometry().addressOf(slot) + demand().offsetBytes();
  }

  private <T> T bounced(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("mapping " + id + " has no bounce buffer");
    }
    return part;
  }
}
