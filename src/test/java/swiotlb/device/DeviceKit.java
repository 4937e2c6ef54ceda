package swiotlb.device;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import swiotlb.metrics.SlotCounters;
import swiotlb.pool.Allocator;
import swiotlb.pool.Area;
import swiotlb.pool.MapClient;
import swiotlb.pool.PoolList;
import swiotlb.pool.SearchCost;
import swiotlb.slot.Admission;
import swiotlb.slot.DeviceLimits;
import swiotlb.slot.FailureReason;
import swiotlb.slot.PoolGeometry;
import swiotlb.time.RecordingTimeline;
import swiotlb.workload.JobSpec;

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
  static final long SERVICE_NS = 1_000 + 20;
  static final long POOL_STEP_NS = 7;

  /** Reaches none of the callers' buffers, which lie above 1 MiB. */
  static final DeviceLimits SHORT_SIGHTED = DeviceLimits.NONE.withDmaMask(0xf_ffff);

  Admission.Bouncing bouncing = Admission.Bouncing.ALWAYS;
  DeviceLimits limits = DeviceLimits.NONE;
  int rounds = 1;
  int number;

  boolean hasJob = true;
  int depth = 1;
  long count = 1;
  long durationNs;
  long thinkNs;
  long retryNs = 500;
  int readPercent;

  final RecordingTimeline timeline = new RecordingTimeline();
  final SlotCounters counters = SlotCounters.plain();
  final TestInbox<Allocator.Command> allocator = TestInbox.create("allocator");
  final TestInbox<Area.Command> area = TestInbox.create("area-0");
  final TestInbox<Device.Outcome> outcomes = TestInbox.create("outcomes");
  final TestInbox<Device.Finished> finished = TestInbox.create("finished");

  private final List<RecordingTimeline.Delivery> pending = new ArrayList<>();
  private BehaviorTestKit<MapClient.Message> device;

  /** The device as its settings now are; it knows of no pools. */
  DeviceKit begin() {
    var job =
        new JobSpec(
            "job",
            List.of(0),
            List.of(new JobSpec.Block(PAGE, 1)),
            readPercent,
            depth,
            thinkNs,
            false,
            count,
            durationNs,
            retryNs,
            PAGE);
    var settings =
        new Device.Settings(
            "disk",
            number,
            limits,
            0,
            bouncing,
            new DeviceCosts(100, 10, POOL_STEP_NS, 20, 1_000, 50),
            hasJob ? List.of(job) : List.of(),
            1,
            1L << 30,
            counters,
            new PoolList.SearchRounds(false, rounds),
            timeline);
    device = BehaviorTestKit.create(Device.create(settings, allocator.getRef()), "disk");
    return this;
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
    run(new Device.Map(mapping, 0, false, ORIGINAL, bytes, 0, checksReach, outcomes.getRef()));
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
    run(new MapClient.Mapped(mapping, area.getRef(), 0, POOL, 0, 0, SearchCost.NONE));
  }

  void serveByTransientPool(long mapping) {
    run(
        new MapClient.Mapped(
            mapping, area.getRef(), PoolList.TRANSIENT, POOL, 0, 0, SearchCost.NONE));
  }

  void serve(Area.MapRequest request) {
    serve(request.request().mapping());
  }

  void fail(long mapping, FailureReason reason) {
    run(new MapClient.MapFailed(mapping, reason, 100, 128, 1, SearchCost.NONE));
  }

  void unmapped(long mapping) {
    run(new MapClient.Unmapped(mapping, 2, 0, 0));
  }

  /** The earliest message that the device has sent to itself arrives. */
  long playNext() {
    if (!isAwaitingItself()) {
      throw new AssertionError("the device has sent nothing to itself");
    }
    pending.sort(Comparator.comparingLong(RecordingTimeline.Delivery::timeNs));
    var next = pending.remove(0);
    timeline.setNowNs(next.timeNs());
    run((MapClient.Message) next.message());
    return next.timeNs();
  }

  private boolean isAwaitingItself() {
    pending.addAll(timeline.take());
    return !pending.isEmpty();
  }

  /** Everything is served at once until the device has nothing left to do. */
  void play() {
    answerArea();
    while (isAwaitingItself()) {
      playNext();
      answerArea();
    }
  }

  private void answerArea() {
    while (area.hasMessages()) {
      var message = area.receiveMessage();
      if (message instanceof Area.MapRequest request) {
        serve(request);
      } else {
        unmapped(((Area.Unmap) message).mapping());
      }
    }
  }

  DeviceReport report() {
    return finished.receiveMessage().report();
  }
}
