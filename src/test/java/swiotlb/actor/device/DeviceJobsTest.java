package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.actor.device.DeviceKit.COPY_NS;
import static swiotlb.actor.device.DeviceKit.INTERRUPT_NS;
import static swiotlb.actor.device.DeviceKit.PAGE;
import static swiotlb.actor.device.DeviceKit.POOL;
import static swiotlb.actor.device.DeviceKit.POOL_STEP_NS;
import static swiotlb.actor.device.DeviceKit.RETRY_NS;
import static swiotlb.actor.device.DeviceKit.SERVICE_NS;
import static swiotlb.actor.device.DeviceKit.SHORT_SIGHTED;
import static swiotlb.actor.device.DeviceKit.TO_INTERRUPT_NS;
import static swiotlb.actor.device.DeviceKit.TO_UNMAP_NS;
import static swiotlb.actor.device.DeviceKit.TRANSFER_NS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;
import swiotlb.figures.MappingCount;
import swiotlb.kernel.slot.Admission.Bouncing;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.time.Innermost;
import swiotlb.workload.Direction;
import swiotlb.workload.TimedRequest;

/** A device that runs a job of 4 KiB requests. */
class DeviceJobsTest {
  private static final long DIRECT_NS = TRANSFER_NS + SERVICE_NS + INTERRUPT_NS;

  private final DeviceKit kit = new DeviceKit();

  private void started() {
    kit.beginWithPool().startRun(0);
  }

  private DeviceReport played() {
    started();
    kit.play();
    return kit.report();
  }

  /** The only request in flight is served, and then given back; when that is. */
  private long servedUntilUnmap() {
    kit.serve(kit.request());
    return kit.playToArea();
  }

  // Which buffers are bounced.

  @Test
  void aDeviceThatAlwaysBouncesAsksForABounceBuffer() {
    started();
    assertThat(kit.requests()).hasSize(1);
  }

  @Test
  void aBufferOutOfReachIsBounced() {
    kit.bouncing = Bouncing.OUT_OF_REACH;
    kit.limits = SHORT_SIGHTED;
    started();
    assertThat(kit.requests()).hasSize(1);
  }

  @Test
  void aBufferWithinReachIsUsedAsItIsAndNoAreaIsAsked() {
    kit.bouncing = Bouncing.OUT_OF_REACH;
    started();
    assertThat(kit.area.hasMessages()).isFalse();
  }

  @Test
  void aRunBeginsOnceTheDeviceKnowsThePools() {
    kit.begin().startRun(0);
    assertThat(kit.area.hasMessages()).isFalse();
    kit.run(new MapClient.PoolsPublished(kit.onePool()));
    assertThat(kit.area.hasMessages()).isTrue();
  }

  @Test
  void aDirectMappingNeedsNoPools() {
    kit.bouncing = Bouncing.OUT_OF_REACH;
    kit.beginWithoutMemory().startRun(0);
    kit.play();
    assertThat(kit.report().directMaps()).isEqualTo(1);
  }

  @Test
  void aBufferOutOfReachFailsWhereNothingMayBounce() {
    kit.bouncing = Bouncing.NEVER;
    kit.limits = SHORT_SIGHTED;
    assertThat(played().failures()).isEqualTo(Map.of(FailureReason.NOT_REACHABLE, 1L));
  }

  @Test
  void noAreaIsAskedWhereNothingMayBounce() {
    kit.bouncing = Bouncing.NEVER;
    kit.limits = SHORT_SIGHTED;
    started();
    assertThat(kit.area.hasMessages()).isFalse();
  }

  // How long a request takes.

  @Test
  void aDirectRequestTakesTransferServiceAndInterrupt() {
    kit.bouncing = Bouncing.OUT_OF_REACH;
    played();
    assertThat(kit.timeline.nowNs()).isEqualTo(DIRECT_NS);
  }

  @Test
  void theInterruptComesWhenTheDeviceHasMovedWhatWasCopied() {
    started();
    kit.serve(kit.request());
    assertThat(kit.playNext()).isEqualTo(TO_INTERRUPT_NS);
  }

  @Test
  void aBouncedWriteIsCopiedOnceAndItsPoolLookedFor() {
    started();
    assertThat(servedUntilUnmap()).isEqualTo(TO_UNMAP_NS);
  }

  @Test
  void aBouncedReadIsCopiedBackToo() {
    kit.readPercent = 100;
    started();
    assertThat(servedUntilUnmap()).isEqualTo(TO_UNMAP_NS + COPY_NS);
  }

  @Test
  void aBufferThatTheDeviceReadsAndWritesIsCopiedBackToo() {
    kit.bidirectionalPercent = 100;
    started();
    assertThat(servedUntilUnmap()).isEqualTo(TO_UNMAP_NS + COPY_NS);
  }

  @Test
  void nothingIsCopiedBackWhereTheUnmapSkipsIt() {
    kit.readPercent = 100;
    kit.skipsSync = true;
    started();
    assertThat(servedUntilUnmap()).isEqualTo(TO_UNMAP_NS);
  }

  @Test
  void lookingForThePoolPassesEveryPool() {
    var list = kit.onePool().withNewest(new PoolList.Entry(1, POOL, List.of(kit.area.getRef())));
    kit.begin().run(new MapClient.PoolsPublished(list));
    kit.startRun(0);
    assertThat(servedUntilUnmap()).isEqualTo(TO_UNMAP_NS + POOL_STEP_NS);
  }

  @Test
  void aDeviceThatOnceBouncedLooksForThePoolOfDirectMappingsToo() {
    kit.bouncing = Bouncing.OUT_OF_REACH;
    kit.limits = DeviceKit.SHORT_SIGHTED;
    kit.timed =
        List.of(
            new TimedRequest(0, 10_000, DeviceKit.ORIGINAL, PAGE, Direction.TO_DEVICE),
            new TimedRequest(50_000, 1_000, PAGE, PAGE, Direction.TO_DEVICE));
    kit.beginWithPool();
    kit.startRun(0);
    kit.play();
    assertThat(kit.timeline.nowNs()).isEqualTo(51_000 + INTERRUPT_NS + POOL_STEP_NS);
  }

  @Test
  void requestsInFlightShareTheLinkOneAfterTheOther() {
    kit.bouncing = Bouncing.OUT_OF_REACH;
    kit.depth = 2;
    kit.count = 2;
    played();
    assertThat(kit.timeline.nowNs()).isEqualTo(DIRECT_NS + TRANSFER_NS);
  }

  @Test
  void theLatencyOfAMappingEndsWithItsCopy() {
    started();
    kit.timeline.setNowNs(100);
    kit.play();
    assertThat(kit.report().mapLatency().max()).isEqualTo(100 + COPY_NS);
  }

  // Count, depth and pauses.

  @Test
  void aJobKeepsItsDepthOfRequestsInFlight() {
    kit.depth = 3;
    kit.count = 10;
    assertThat(played().mostInFlight()).isEqualTo(3);
  }

  @Test
  void aJobBeginsNoMoreThanItsCount() {
    kit.depth = 3;
    kit.count = 2;
    assertThat(played().requests()).isEqualTo(2);
  }

  @Test
  void theNextRequestBeginsWhenOneIsUnmapped() {
    kit.count = 2;
    started();
    servedUntilUnmap();
    kit.unmap();
    assertThat(kit.requests()).hasSize(1);
  }

  @Test
  void aThreadThinksBetweenItsRequests() {
    kit.count = 2;
    kit.thinkNs = 300;
    started();
    servedUntilUnmap();
    kit.unmap();
    assertThat(kit.area.hasMessages()).isFalse();
    assertThat(kit.playToArea()).isEqualTo(TO_UNMAP_NS + 300);
  }

  @Test
  void aJobOfADurationBeginsNoRequestAfterIt() {
    kit.count = 0;
    kit.durationNs = 2 * TO_UNMAP_NS;
    assertThat(played().maps()).isEqualTo(2);
  }

  @Test
  void aJobOfADurationEndsThoughItsThreadIsThinking() {
    kit.count = 0;
    kit.durationNs = TO_UNMAP_NS + 1;
    kit.thinkNs = 300;
    assertThat(played().maps()).isEqualTo(1);
  }

  @Test
  void noTwoDevicesUseTheSameNumberForAMapping() {
    kit.devices = 4;
    kit.number = 3;
    kit.count = 3;
    started();
    var numbers = new ArrayList<Long>();
    for (var i = 0; i < 3; i++) {
      var request = kit.request();
      numbers.add(request.request().mapping());
      kit.serve(request);
      kit.playToArea();
      kit.unmap();
    }
    assertThat(numbers).containsExactly(3L, 7L, 11L);
  }

  @Test
  void requestsAreAFunctionOfTheSeed() {
    started();
    var twin = new DeviceKit();
    twin.beginWithPool().startRun(0);
    assertThat(twin.request().request().demand()).isEqualTo(kit.request().request().demand());
  }

  // Failure.

  @Test
  void aRequestThatFailedIsTriedAgainAfterAPause() {
    kit.retries = 1;
    started();
    var first = kit.request();
    kit.fail(first);
    assertThat(kit.area.hasMessages()).isFalse();
    assertThat(kit.playToArea()).isEqualTo(RETRY_NS);
    assertThat(kit.request().request()).isEqualTo(first.request());
  }

  @Test
  void aRequestIsGivenUpAfterItsRetries() {
    kit.retries = 2;
    kit.refuses = number -> true;
    var report = played();
    assertThat(report.failures()).isEqualTo(Map.of(FailureReason.TRANSIENT_REFUSED, 3L));
    assertThat(report.givenUp()).isEqualTo(1);
  }

  @Test
  void aRequestThatSucceedsInTheEndIsNotGivenUp() {
    kit.retries = 2;
    kit.refuses = number -> number < 2;
    var report = played();
    assertThat(report.requests()).isEqualTo(1);
    assertThat(report.givenUp()).isZero();
  }

  @Test
  void everyRequestHasAllItsRetries() {
    kit.retries = 1;
    kit.count = 2;
    kit.refuses = number -> number % 2 == 0;
    assertThat(played().requests()).isEqualTo(2);
  }

  @Test
  void theNextRequestBeginsWhenOneIsGivenUp() {
    kit.count = 2;
    started();
    kit.fail(kit.request());
    assertThat(kit.playToArea()).isEqualTo(RETRY_NS);
  }

  @Test
  void aRequestThatIsGivenUpCountsAsARequestOfTheJob() {
    kit.count = 2;
    kit.refuses = number -> number == 0;
    var report = played();
    assertThat(report.maps()).isEqualTo(1);
    assertThat(report.givenUp()).isEqualTo(1);
  }

  @Test
  void aFailureIsLoggedAsTheKernelDoes() {
    kit.refuses = number -> true;
    played();
    assertThat(kit.failures.take().lines())
        .containsExactly(
            new FailureLog.Line(
                0,
                "disk: swiotlb buffer is full (sz: 4096 bytes), total 128 (slots), used 100"
                    + " (slots)"));
  }

  @Test
  void manyFailuresAtOneInstantAreNoErrorInThemselves() {
    kit.count = 50_000;
    kit.retryNs = 0;
    kit.beginWithoutMemory().startRun(0);
    kit.play();
    assertThat(kit.report().failures()).isEqualTo(Map.of(FailureReason.NO_MEMORY, 50_000L));
  }

  @Test
  void aJobWhoseBuffersAreAllBeyondReachEnds() {
    kit.limits = SHORT_SIGHTED;
    assertThat(played().failures()).isEqualTo(Map.of(FailureReason.NOT_REACHABLE, 1L));
  }

  // The end.

  @Test
  void aRunIsNotFinishedWhileABufferIsMapped() {
    started();
    servedUntilUnmap();
    assertThat(kit.finished.hasMessages()).isFalse();
  }

  @Test
  void aRunIsFinishedWhenItsLastBufferIsUnmapped() {
    started();
    servedUntilUnmap();
    kit.unmap();
    assertThat(kit.finished.receiveMessage().run()).isZero();
  }

  @Test
  void aRunIsFinishedOnce() {
    kit.depth = 4;
    kit.count = 20;
    started();
    kit.play();
    assertThat(kit.finished.getAllReceived()).hasSize(1);
  }

  @Test
  void aDeviceWithoutJobsIsFinishedAtOnce() {
    kit.hasJob = false;
    started();
    assertThat(kit.finished.hasMessages()).isTrue();
  }

  @Test
  void theReportCountsWhatWasDone() {
    kit.depth = 4;
    kit.count = 20;
    assertThat(played())
        .extracting(
            DeviceReport::maps, DeviceReport::unmaps, DeviceReport::requests, DeviceReport::bytes)
        .containsExactly(20L, 20L, 20L, 20L * PAGE);
  }

  @Test
  void theReportCountsTransientPools() {
    started();
    kit.serveByTransientPool(kit.request().request().mapping());
    kit.play();
    assertThat(kit.report().transientMaps()).isEqualTo(1);
  }

  @Test
  void everyRunIsCountedFromTheBeginning() {
    kit.count = 3;
    started();
    kit.play();
    kit.report();
    kit.startRun(1);
    kit.play();
    var second = kit.finished.receiveMessage();
    assertThat(second.run()).isEqualTo(1);
    assertThat(second.report().maps()).isEqualTo(3);
  }

  // Looked at between two messages.

  @Test
  void whoLooksSeesARequestWithoutAnAnswer() {
    kit.beginWithPool().startRun(0);
    kit.request();
    assertThat(count()).isEqualTo(new MappingCount(1, 0, 0, 0, 0, 0, 0));
    assertThat(count().unanswered()).isOne();
  }

  @Test
  void whoLooksSeesWhatWasGotRefusedAndGivenBack() {
    kit.retries = 2;
    kit.refuses = number -> number < 2;
    kit.beginWithPool().startRun(0);
    kit.play();
    assertThat(count()).isEqualTo(new MappingCount(3, 1, 0, 2, 1, 2, 0));
    assertThat(count().unanswered()).isZero();
    assertThat(count().live()).isZero();
  }

  @Test
  void whatNobodyIsAskedForFailsAndIsNotWanted() {
    kit.bouncing = Bouncing.NEVER;
    kit.limits = DeviceKit.SHORT_SIGHTED;
    kit.beginWithPool().startRun(0);
    kit.play();
    assertThat(count()).isEqualTo(new MappingCount(0, 0, 0, 0, 0, 1, 0));
  }

  private MappingCount count() {
    return Innermost.of(kit.device(), BounceUser.class).mappings();
  }
}
