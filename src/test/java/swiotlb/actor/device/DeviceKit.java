package swiotlb.actor.device;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import swiotlb.actor.memory.CoherentAllocator;
import swiotlb.actor.memory.Faults;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.AllocatorName;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.BounceBuffer;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;
import swiotlb.actor.pool.SearchCost;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.actor.pool.Throttle;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.policy.ChosenDesigns;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.kernel.slot.Admission;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.Limits;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.time.RecordingTimeline;
import swiotlb.workload.Arrival;
import swiotlb.workload.Context;
import swiotlb.workload.DriverSpec;
import swiotlb.workload.FaultRates;
import swiotlb.workload.JobSpec;
import swiotlb.workload.TimedRequest;

/**
 * A device whose allocator and only area are inboxes. A test changes the settings it cares for,
 * calls {@link #begin}, and answers the area's messages by hand or by {@link #play}.
 */
final class DeviceKit {
  static final PoolGeometry POOL = new PoolGeometry(0x4000_0000L, 128, 1);
  static final long ORIGINAL = 0x1234_5000L;
  static final int PAGE = 4096;

  static final long COPY_NS = 10 + 4 * 100;
  static final long TRANSFER_NS = 4 * 50;
  static final long SERVICE_NS = 1_000;
  static final long INTERRUPT_NS = 20;
  static final long POOL_STEP_NS = 7;
  static final long RETRY_NS = 500;

  /** From the request of a page in a bounce buffer to the interrupt of its transfer. */
  static final long TO_INTERRUPT_NS = COPY_NS + TRANSFER_NS + SERVICE_NS;

  /** Until that interrupt gives the page back, without a copy. */
  static final long TO_UNMAP_NS = TO_INTERRUPT_NS + INTERRUPT_NS + POOL_STEP_NS;

  /** How each area is left. */
  static final Area.Left LEFT = new Area.Left(0, 2, 2, 0);

  /** Reaches none of the callers' buffers, which lie above 1 MiB. */
  static final DeviceLimits SHORT_SIGHTED = Limits.upTo(0xf_ffff);

  Admission.Bouncing bouncing = Admission.Bouncing.ALWAYS;
  DeviceLimits limits = DeviceLimits.NONE;
  DeviceCosts costs =
      new DeviceCosts(100, 10, POOL_STEP_NS, INTERRUPT_NS, SERVICE_NS, TRANSFER_NS / 4.0);
  int rounds = 1;
  int number;
  int devices = 1;

  /** It has no driver, but maps and unmaps on command. */
  boolean onCommand;

  boolean hasJob = true;
  List<Integer> cpus = List.of(0);
  Context context = Context.PROCESS;
  int depth = 1;
  long count = 1;
  long durationNs;
  long thinkNs;
  long retryNs = RETRY_NS;
  int readPercent;
  int bidirectionalPercent;
  int retries;
  int syncs;
  boolean skipsSync;
  long blockBytes = PAGE;
  List<TimedRequest> timed = List.of();
  Arrival arrival = Arrival.WHEN_DONE;

  /** What a recording has beside the job. */
  List<TimedRequest> recorded = List.of();

  long maxSegmentBytes = 1 << 18;
  List<DriverSpec.ExtraBuffer> extraBuffers = List.of();
  List<Integer> irqCpus = List.of();
  int queueDepth = 1_000;
  DriverSpec.Mishaps mishaps = DriverSpec.Mishaps.NONE;
  FaultRates faults = FaultRates.NONE;

  /** Its requests ask the throttle above 65 % of use. */
  boolean isThrottled;

  /** CPU 0 is another device's too. */
  boolean sharesCpu;

  /** Which requests {@link #play} refuses, by the number of the request among all of them. */
  IntPredicate refuses = number -> false;

  final RecordingTimeline timeline = new RecordingTimeline();
  final SlotCounters counters = SlotCounters.plain();
  final FailureLog failures = new FailureLog(false);
  final TestInbox<Allocator.Command> allocator = TestInbox.create("allocator");
  final TestInbox<Area.Command> area = TestInbox.create("area-0");
  final TestInbox<Throttle.Command> throttle = TestInbox.create("throttle");
  final TestInbox<Cpu.Command> cpu = TestInbox.create("cpu-0");
  final TestInbox<CoherentAllocator.Command> coherent = TestInbox.create("coherent-allocator");
  final TestInbox<CommandedDevice.Outcome> outcomes = TestInbox.create("outcomes");
  final TestInbox<Device.Finished> finished = TestInbox.create("finished");

  private final List<RecordingTimeline.Delivery> pending = new ArrayList<>();
  private final Map<Long, Demand> demands = new HashMap<>();
  private BehaviorTestKit<MapClient.Message> device;
  private int asked;

  /** A device without a driver. */
  static DeviceKit onCommand() {
    var kit = new DeviceKit();
    kit.onCommand = true;
    return kit;
  }

  /** The device as its settings now are; it knows of no pools. */
  DeviceKit begin() {
    var drawn =
        new JobSpec(
            "job",
            cpus,
            new JobSpec.Buffers(
                List.of(new JobSpec.Block(blockBytes, 1)),
                0,
                readPercent,
                bidirectionalPercent,
                PAGE),
            new JobSpec.Pace(depth, thinkNs, count, durationNs, retryNs, retries),
            new JobSpec.Handling(
                context, !context.isAtomic(), JobSpec.Use.MAPPED, syncs, skipsSync));
    var job =
        timed.isEmpty()
            ? drawn.arriving(arrival)
            : JobSpec.timed("job", cpus.get(0), context, timed);
    var driver =
        new DriverSpec(
            queueDepth,
            maxSegmentBytes,
            irqCpus,
            extraBuffers,
            mishaps,
            hasJob ? jobs(job) : List.of());
    var spec =
        new DeviceSpec(
            "disk",
            "disk",
            AllocatorName.DEFAULT,
            limits,
            0,
            bouncing,
            CoherentAllocator.Needs.NOTHING,
            costs,
            onCommand ? Optional.empty() : Optional.of(driver));
    var around =
        new Surroundings(
            number,
            devices,
            sharesCpu ? Map.of(0, cpu.getRef()) : Map.of(),
            1,
            MemoryLayout.x86(1L << 30),
            counters,
            new PoolList.SearchRounds(false, rounds),
            failures,
            Optional.of(coherent.getRef()),
            isThrottled
                ? Optional.of(
                    new Throttle.Access(
                        new ExhaustionPolicy.Throttle(70, 65), counters, throttle.getRef()))
                : Optional.empty(),
            timeline,
            ChosenDesigns.KERNEL,
            new Faults(faults, timeline));
    var behavior =
        onCommand
            ? CommandedDevice.create(spec, around, allocator.getRef())
            : Device.create(spec, around, allocator.getRef());
    device = BehaviorTestKit.create(behavior, "disk");
    return this;
  }

  private List<JobSpec> jobs(JobSpec job) {
    return recorded.isEmpty()
        ? List.of(job)
        : List.of(job, JobSpec.timed("recorded", cpus.get(0), context, recorded));
  }

  /** The device with one pool. */
  DeviceKit beginWithPool() {
    begin().run(new MapClient.PoolsPublished(onePool()));
    return this;
  }

  /** The device of an allocator that has no memory at all. */
  DeviceKit beginWithoutMemory() {
    begin().run(new MapClient.PoolsPublished(noPools()));
    return this;
  }

  PoolList onePool() {
    return noPools().withNewest(new PoolList.Entry(0, POOL, List.of(area.getRef())));
  }

  PoolList noPools() {
    return PoolList.empty(new PoolList.SearchRounds(false, rounds));
  }

  BehaviorTestKit<MapClient.Message> device() {
    return device;
  }

  void run(MapClient.Message message) {
    device.run(message);
  }

  void startRun(int run) {
    run(new Device.StartRun(run, finished.getRef()));
  }

  /** A mapping on command, from process context on CPU 0. */
  void map(long mapping, long bytes, boolean checksReach) {
    run(
        new CommandedDevice.Map(
            mapping, 0, false, ORIGINAL, bytes, 0, checksReach, outcomes.getRef()));
  }

  void map(long mapping, long bytes) {
    map(mapping, bytes, false);
  }

  /** The next message to the area, which must be a request. */
  Area.MapRequest request() {
    return (Area.MapRequest) area.receiveMessage();
  }

  /** All messages to the area since the last call, which must be requests. */
  List<Area.MapRequest> requests() {
    return area.getAllReceived().stream().map(Area.MapRequest.class::cast).toList();
  }

  void serve(long mapping) {
    run(
        new MapClient.Mapped(
            mapping, area.getRef(), 0, POOL, 0, 0, SearchCost.NONE, BounceBuffer.NONE, LEFT));
  }

  void serveByTransientPool(long mapping) {
    run(
        new MapClient.Mapped(
            mapping,
            area.getRef(),
            PoolList.TRANSIENT,
            POOL,
            0,
            0,
            SearchCost.NONE,
            BounceBuffer.NONE,
            LEFT));
  }

  void serve(Area.MapRequest request) {
    demands.put(request.request().mapping(), request.request().demand());
    serve(request.request().mapping());
  }

  void fail(long mapping, FailureReason reason) {
    run(new MapClient.MapFailed(mapping, reason, 100, 128, 1, SearchCost.NONE));
  }

  void fail(Area.MapRequest request) {
    fail(request.request().mapping(), FailureReason.TRANSIENT_REFUSED);
  }

  /** The next message to the area, which must be an unmap; it is answered. */
  Area.Unmap unmap() {
    var unmap = (Area.Unmap) area.receiveMessage();
    unmapped(unmap.mapping());
    return unmap;
  }

  void unmapped(long mapping) {
    run(new MapClient.Unmapped(mapping, 2, 0, LEFT));
  }

  /** Answered as by an area, at the start of whose pool each request was served. */
  void synced(Area.Sync sync) {
    var demand = demands.get(sync.mapping());
    var from = sync.address() - POOL.start() - demand.offsetBytes();
    run(new MapClient.Synced(sync.mapping(), sync.bytes(), demand.originalAddress() + from));
  }

  /** The earliest message that the timeline holds is delivered, at its time. */
  long playNext() {
    if (!isAwaited()) {
      throw new AssertionError("nothing is to be delivered");
    }
    pending.sort(Comparator.comparingLong(RecordingTimeline.Delivery::timeNs));
    var next = pending.remove(0);
    timeline.setNowNs(next.timeNs());
    if (next.to().equals(device.getRef())) {
      run((MapClient.Message) next.message());
    } else {
      next.to().<Object>unsafeUpcast().tell(next.message());
    }
    return next.timeNs();
  }

  /** Time passes until a message reaches the area; when that is. */
  long playToArea() {
    while (!area.hasMessages()) {
      playNext();
    }
    return timeline.nowNs();
  }

  /** Time passes until a moment; all that is due by then is delivered. */
  void playTo(long timeNs) {
    while (isAwaited() && nextNs() <= timeNs) {
      playNext();
    }
    timeline.setNowNs(timeNs);
  }

  private long nextNs() {
    return pending.stream().mapToLong(RecordingTimeline.Delivery::timeNs).min().orElseThrow();
  }

  private boolean isAwaited() {
    pending.addAll(timeline.take());
    return !pending.isEmpty();
  }

  /** The area answers everything at once until the device has nothing left to do. */
  void play() {
    answerArea();
    while (isAwaited()) {
      playNext();
      answerArea();
    }
  }

  private void answerArea() {
    while (area.hasMessages()) {
      answer(area.receiveMessage());
    }
  }

  private void answer(Area.Command message) {
    if (message instanceof Area.MapRequest request) {
      if (refuses.test(asked++)) {
        fail(request);
      } else {
        serve(request);
      }
    } else if (message instanceof Area.Sync sync) {
      synced(sync);
    } else {
      unmapped(((Area.Unmap) message).mapping());
    }
  }

  DeviceReport report() {
    return finished.receiveMessage().report();
  }
}
