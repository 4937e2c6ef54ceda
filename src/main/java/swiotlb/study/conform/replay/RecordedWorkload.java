package swiotlb.study.conform.replay;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import swiotlb.actor.device.Device;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.GracePeriod;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.actor.pool.ActorFailedException;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.AreaCosts;
import swiotlb.actor.pool.Grower;
import swiotlb.actor.pool.GrowthCosts;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.kernel.page.PlentifulMemory;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.kernel.slot.Slots;
import swiotlb.time.Timeline;
import swiotlb.workload.ftrace.RecordedMapping;

/**
 * The guardian of a recorded workload: asks for each mapping at its time and gives it back as long
 * after that as the recording did.
 */
final class RecordedWorkload extends AbstractBehavior<RecordedWorkload.Command> {

  /** What it can be asked. */
  sealed interface Command {}

  private record NextRequest(int index) implements Command {}

  private record TimeToUnmap(int index) implements Command {}

  private record DeviceAnswered(Device.Outcome outcome) implements Command {}

  private record StateRead(Allocator.State state) implements Command {}

  private record Drained(Allocator.Drained drained) implements Command {}

  private static final long MEMORY_BYTES = 64L << 30;

  private final List<RecordedMapping> mappings;
  private final Timeline timeline;
  private final WorkloadTally tally;
  private final ActorRef<Allocator.Command> allocator;
  private final Map<String, ActorRef<MapClient.Message>> devices = new HashMap<>();
  private final ActorRef<Device.Outcome> answers;
  private final long startNs;
  private boolean hasBegun;
  private int open;
  private int asked;

  private RecordedWorkload(
      ActorContext<Command> context,
      List<RecordedMapping> mappings,
      ReplayFacts facts,
      long workerDelayNs,
      Timeline timeline,
      WorkloadTally tally) {
    super(context);
    this.mappings = mappings;
    this.timeline = timeline;
    this.tally = tally;
    this.startNs = mappings.get(0).requestNs();
    this.answers = context.messageAdapter(Device.Outcome.class, DeviceAnswered::new);
    var pages =
        context.spawn(
            PageAllocator.create(
                new PlentifulMemory(
                    MEMORY_BYTES, RecordedPages.DMA_ZONE_LIMIT, List.of(facts.defaultPool()))),
            "page-allocator");
    var atomicPool =
        context.spawn(
            AtomicPool.create(
                new AtomicPool.Settings(GracePeriod.NONE, RecordedPages.DMA_ZONE_LIMIT),
                timeline,
                pages),
            "atomic-pool");
    var counters = SlotCounters.plain();
    var rounds = new PoolList.SearchRounds(false, facts.boot().defaultAreas());
    var settings =
        new Allocator.Settings(
            true,
            false,
            rounds,
            new ExhaustionPolicy.TakeTransient(),
            AreaCosts.FREE,
            false,
            counters,
            new Grower.Settings(
                facts.boot().defaultSlots(),
                facts.boot().defaultAreas(),
                Slots.MAX_PAGE_ORDER,
                -1L,
                RecordedPages.DMA_ZONE_LIMIT,
                new GrowthCosts(workerDelayNs, 0, 0, 0),
                timeline));
    var first =
        facts.boot().slots() == 0
            ? Optional.<Allocator.FirstPool>empty()
            : Optional.of(new Allocator.FirstPool(0, facts.defaultPool()));
    var numbers = new int[] {1};
    this.allocator =
        context.spawn(
            Allocator.create(settings, first, () -> numbers[0]++, pages, atomicPool), "allocator");
    context.watch(allocator);
    for (var name : mappings.stream().map(RecordedMapping::device).distinct().toList()) {
      var device =
          context.spawn(
              Device.create(
                  Device.Settings.onCommand(
                      name, devices.size(), facts.limits(name), counters, rounds, timeline),
                  allocator),
              "device-" + devices.size());
      context.watch(device);
      devices.put(name, device);
    }
    drain();
  }

  static Behavior<Command> create(
      List<RecordedMapping> mappings,
      ReplayFacts facts,
      long workerDelayNs,
      Timeline timeline,
      WorkloadTally tally) {
    return Behaviors.setup(
        context -> new RecordedWorkload(context, mappings, facts, workerDelayNs, timeline, tally));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(NextRequest.class, this::onNextRequest)
        .onMessage(DeviceAnswered.class, this::onDeviceAnswered)
        .onMessage(TimeToUnmap.class, this::onTimeToUnmap)
        .onMessage(Drained.class, this::onDrained)
        .onMessage(StateRead.class, this::onStateRead)
        .onSignal(ChildFailed.class, this::onChildFailed)
        .build();
  }

  private Behavior<Command> onNextRequest(NextRequest next) {
    var m = mappings.get(next.index);
    asked++;
    open++;
    device(m).tell(RecordedCommands.map(m, answers));
    if (next.index + 1 < mappings.size()) {
      requestAt(next.index + 1);
    }
    return this;
  }

  private void requestAt(int index) {
    timeline.deliverAt(
        mappings.get(index).requestNs() - startNs, getContext().getSelf(), new NextRequest(index));
  }

  private Behavior<Command> onDeviceAnswered(DeviceAnswered answered) {
    if (answered.outcome instanceof Device.Mapped mapped) {
      tally.mapped(mapped.pool() < 0);
      unmapLater(mappings.get((int) mapped.mapping()));
    } else if (answered.outcome instanceof Device.Failed failed) {
      tally.failed(failed.reason());
      closed();
    } else {
      closed();
    }
    return this;
  }

  /** A mapping that was never given back in the recording is given back at its end. */
  private void unmapLater(RecordedMapping m) {
    var last = mappings.get(mappings.size() - 1).requestNs();
    var releaseNs = m.release() == RecordedMapping.NEVER ? last : m.releaseNs();
    timeline.deliverAt(releaseNs - startNs, getContext().getSelf(), new TimeToUnmap(m.index()));
  }

  private Behavior<Command> onTimeToUnmap(TimeToUnmap due) {
    device(mappings.get(due.index)).tell(new Device.Unmap(due.index));
    return this;
  }

  private void closed() {
    open--;
    if (open == 0 && asked == mappings.size()) {
      drain();
    }
  }

  private void drain() {
    allocator.tell(
        new Allocator.Drain(0, getContext().messageAdapter(Allocator.Drained.class, Drained::new)));
  }

  private Behavior<Command> onDrained(Drained drained) {
    if (hasBegun) {
      allocator.tell(
          new Allocator.ReadState(
              getContext().messageAdapter(Allocator.State.class, StateRead::new)));
    } else {
      hasBegun = true;
      requestAt(0);
    }
    return this;
  }

  private Behavior<Command> onStateRead(StateRead read) {
    tally.ended(read.state);
    return Behaviors.stopped();
  }

  private Behavior<Command> onChildFailed(ChildFailed signal) {
    throw ActorFailedException.of(signal);
  }

  private ActorRef<MapClient.Message> device(RecordedMapping m) {
    return Objects.requireNonNull(devices.get(m.device()));
  }
}
