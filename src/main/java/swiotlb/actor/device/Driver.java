package swiotlb.actor.device;

import akka.actor.typed.ActorRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.memory.CoherentAllocator;
import swiotlb.actor.memory.Faults;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.MapClient;
import swiotlb.kernel.slot.Admission;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.time.Timeline;
import swiotlb.workload.Buffer;
import swiotlb.workload.Direction;
import swiotlb.workload.DriverSpec;

/**
 * What a device and its driver do for each request: map, transfer, look up, call back later, and
 * count all that. State of one device.
 */
final class Driver {
  private final DeviceSpec spec;
  private final DriverSpec how;
  private final Surroundings around;
  private final Timeline timeline;
  private final ActorRef<MapClient.Message> self;
  private final Mappings mappings;
  private final Optional<CoherentBuffers> coherent;
  private final Link link;
  private RunTally tally;
  private boolean isRemoved;
  private long completions;

  Driver(
      DeviceSpec spec,
      Surroundings around,
      LiveMappings live,
      ActorRef<Allocator.Command> allocator,
      ActorRef<CoherentAllocator.Reply> coherentReplyTo,
      ActorRef<MapClient.Message> self) {
    this.spec = spec;
    this.how = spec.requiredDriver();
    this.around = around;
    this.timeline = around.timeline();
    this.self = self;
    this.mappings = new Mappings(spec, around, live, allocator.narrow(), self.narrow());
    this.coherent =
        around
            .coherent()
            .map(
                allocates ->
                    new CoherentBuffers(
                        spec,
                        around,
                        live,
                        new CoherentBuffers.Access(allocates, coherentReplyTo)));
    var draws = new ServiceTimes.Draws(spec.costs().service(), around.seed(), spec.name());
    this.link = new Link(spec.costs(), draws);
    this.tally = new RunTally(spec, around.failures(), nowNs(), null);
  }

  /** A run begins. */
  void beginRun(int run) {
    link.beginRun(run);
    tally = new RunTally(spec, around.failures(), nowNs(), tally);
  }

  /** The device is pulled out. */
  void remove() {
    isRemoved = true;
  }

  /** After a reset the link is taken until then, or free. */
  void linkTakenUntil(long timeNs) {
    link.takenUntil(timeNs);
  }

  long nowNs() {
    return timeline.nowNs();
  }

  DeviceCosts costs() {
    return spec.costs();
  }

  RunTally tally() {
    return tally;
  }

  Mappings mappings() {
    return mappings;
  }

  boolean isRemoved() {
    return isRemoved;
  }

  /** What fails now and then. */
  Faults faults() {
    return around.faults();
  }

  /** How many buffers of each request come before its data. */
  int extraBuffers() {
    return how.extraBuffers().size();
  }

  /** From the number of a mapping of a request to that of the next one. */
  int mappingStep() {
    return around.devices();
  }

  /** The coherent memory of the device. */
  CoherentBuffers coherent() {
    return coherent.orElseThrow(
        () -> new IllegalStateException(spec.name() + " has nobody to ask for coherent memory"));
  }

  /** Asks for coherent memory in the place of a buffer; its user hears of it. */
  void allocate(Mapping mapping, long number, int cpu, boolean isAtomic, Buffer buffer, long atNs) {
    var demand = Demand.ofBuffer(spec.limits(), 0, buffer.bytes(), 0);
    mapping.begin(number, cpu, isAtomic, demand, atNs).towards(buffer.direction());
    coherent().allocate(mapping, atNs);
  }

  /**
   * Asks for what a buffer needs.
   *
   * @param isAtomic whether nothing may wait while it is searched for
   * @param heldEntries buffers of its list from this one on, if it may be held up before it is
   *     searched for; else 0
   * @return whether it needs nothing and is mapped; else its user hears of it
   */
  boolean mapDirectly(
      Mapping mapping,
      long number,
      int cpu,
      boolean isAtomic,
      int heldEntries,
      Buffer buffer,
      long atNs) {
    var limits = spec.limits();
    var address = buffer.address();
    var demand = Demand.ofBuffer(limits, address, buffer.bytes(), spec.allocAlignMask());
    mapping.begin(number, cpu, isAtomic, demand, atNs).towards(buffer.direction());
    if (spec.bouncing() != Admission.Bouncing.UNALIGNED) {
      mapping.checkingReach();
    }
    switch (Admission.way(
        spec.bouncing(),
        spec.attributes(),
        limits,
        spec.allocAlignMask(),
        address,
        buffer.bytes(),
        buffer.direction() != Direction.TO_DEVICE)) {
      case DIRECT -> {
        tally.mapped(mapping, 0, 0, nowNs());
        return true;
      }
      case BOUNCE -> {
        tally.bounces(nowNs());
        if (heldEntries > 0) {
          mappings.bounceOrWait(mapping, heldEntries, atNs);
        } else {
          mappings.bounce(mapping, atNs);
        }
      }
      case UNREACHABLE -> mappings.fail(mapping, FailureReason.NOT_REACHABLE);
      case MUST_NOT_BOUNCE -> mappings.fail(mapping, FailureReason.MUST_NOT_BOUNCE);
      case SHARED_REFUSED -> mappings.fail(mapping, FailureReason.SHARED_REFUSED);
    }
    return false;
  }

  /**
   * Lets the device work on a request as soon as its buffers are ready.
   *
   * @return until when it has the device's link
   */
  long transfer(IoRequest request, long bytes, Transfer transfer) {
    var takenUntilNs = link.take(transfer.readyNs(), bytes);
    var lateNs = faults().interruptLateNs(request.firstMapping());
    transferDoneAt(link.servedNs(takenUntilNs) + lateNs, request, transfer);
    return takenUntilNs;
  }

  /** Lets the device have a request until a time, whatever else it has. */
  void holdUntil(long timeNs, IoRequest request, Transfer transfer) {
    var leftNs = Math.max(0, Math.max(timeNs, transfer.readyNs()) - nowNs());
    timeline.deliverAfterAll(leftNs, self, done(request, transfer));
  }

  void transferDoneAt(long timeNs, IoRequest request, Transfer transfer) {
    timeline.deliverAt(timeNs, self, done(request, transfer));
  }

  private static Device.TransferDone done(IoRequest request, Transfer transfer) {
    return new Device.TransferDone(request.firstMapping(), transfer.number(), transfer.readyNs());
  }

  void retryLater(IoRequest request, long failed, @Nullable FailureReason reason) {
    var again = new Device.Retry(request.id(), failed, reason);
    timeline.deliverAfter(request.thread().job().pace().retryNs(), self, again);
  }

  /** A request will have given everything back at a time. */
  void gaveBackAt(long timeNs, IoRequest request) {
    timeline.deliverAt(timeNs, self, new Device.GaveBack(request.id()));
  }

  /**
   * What a device that ever bounced pays at each unmap: it looks for the pool of the address,
   * newest first and its transient pools last.
   */
  long lookUpNs(Mapping mapping) {
    return mappings.usesIoTlb() ? costs().poolStepNs() * mappings.poolsPassed(mapping) : 0;
  }

  void unmappedDirectly(Mapping mapping) {
    tally.unmapped(mapping, nowNs());
  }

  // Leaks.

  /** Whether one more completion forgets to unmap its last buffer. */
  boolean forgets(Mapping last) {
    var every = how.mishaps().leakEvery();
    return (every > 0 && ++completions % every == 0)
        || (last.isBounced() && faults().forgetsUnmap(last.id()));
  }

  void forget(Mapping mapping) {
    tally.forgot(mapping);
    mappings.forgotten(mapping);
  }
}
