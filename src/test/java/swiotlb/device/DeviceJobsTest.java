package swiotlb.device;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.device.DeviceKit.COPY_NS;
import static swiotlb.device.DeviceKit.PAGE;
import static swiotlb.device.DeviceKit.POOL;
import static swiotlb.device.DeviceKit.POOL_STEP_NS;
import static swiotlb.device.DeviceKit.SERVICE_NS;
import static swiotlb.device.DeviceKit.SHORT_SIGHTED;
import static swiotlb.device.DeviceKit.TRANSFER_NS;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import swiotlb.pool.Area;
import swiotlb.pool.MapClient;
import swiotlb.pool.PoolList;
import swiotlb.slot.Admission.Bouncing;
import swiotlb.slot.FailureReason;

/** A device that runs a job of 4 KiB requests. */
class DeviceJobsTest {
  private static final long BOUNCED_NS = COPY_NS + TRANSFER_NS + SERVICE_NS + POOL_STEP_NS;
  private static final long DIRECT_NS = TRANSFER_NS + SERVICE_NS;

  private final DeviceKit kit = new DeviceKit();

  private void started() {
    kit.beginWithPool().startRun(0);
  }

  private DeviceReport played() {
    started();
    kit.play();
    return kit.report();
  }

  /** The only request in flight is served and its transfer ends. */
  private long transferred() {
    kit.serve(kit.request());
    return kit.playNext();
  }

  private long unmapByTheDevice() {
    var mapping = ((Area.Unmap) kit.area.receiveMessage()).mapping();
    kit.unmapped(mapping);
    return mapping;
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
    started();
    assertThat(kit.playNext()).isEqualTo(DIRECT_NS);
  }

  @Test
  void aBouncedWriteIsCopiedOnceAndItsPoolLookedFor() {
    started();
    assertThat(transferred()).isEqualTo(BOUNCED_NS);
  }

  @Test
  void aBouncedReadIsCopiedBackToo() {
    kit.readPercent = 100;
    started();
    assertThat(transferred()).isEqualTo(BOUNCED_NS + COPY_NS);
  }

  @Test
  void lookingForThePoolPassesEveryPool() {
    var list = kit.onePool().withNewest(new PoolList.Entry(1, POOL, List.of(kit.area.getRef())));
    kit.begin().run(new MapClient.PoolsPublished(list));
    kit.startRun(0);
    assertThat(transferred()).isEqualTo(BOUNCED_NS + POOL_STEP_NS);
  }

  @Test
  void aDeviceThatOnceBouncedLooksForThePoolOfDirectMappingsToo() {
    kit.bouncing = Bouncing.OUT_OF_REACH;
    kit.beginWithPool();
    kit.map(7, PAGE);
    kit.serve(7);
    kit.startRun(0);
    assertThat(kit.playNext()).isEqualTo(DIRECT_NS + POOL_STEP_NS);
  }

  @Test
  void requestsInFlightShareTheLinkOneAfterTheOther() {
    kit.bouncing = Bouncing.OUT_OF_REACH;
    kit.depth = 2;
    kit.count = 2;
    started();
    kit.playNext();
    assertThat(kit.playNext()).isEqualTo(DIRECT_NS + TRANSFER_NS);
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
    started();
    assertThat(kit.requests()).hasSize(3);
  }

  @Test
  void aJobBeginsNoMoreThanItsCount() {
    kit.depth = 3;
    kit.count = 2;
    started();
    assertThat(kit.requests()).hasSize(2);
  }

  @Test
  void theNextRequestBeginsWhenOneIsUnmapped() {
    kit.count = 2;
    started();
    transferred();
    unmapByTheDevice();
    assertThat(kit.requests()).hasSize(1);
  }

  @Test
  void aThreadThinksBetweenItsRequests() {
    kit.count = 2;
    kit.thinkNs = 300;
    started();
    transferred();
    unmapByTheDevice();
    assertThat(kit.area.hasMessages()).isFalse();
    assertThat(kit.playNext()).isEqualTo(BOUNCED_NS + 300);
    assertThat(kit.requests()).hasSize(1);
  }

  @Test
  void aJobOfADurationBeginsNoRequestAfterIt() {
    kit.count = 0;
    kit.durationNs = 2 * BOUNCED_NS;
    assertThat(played().maps()).isEqualTo(2);
  }

  @Test
  void aJobOfADurationEndsThoughItsThreadIsThinking() {
    kit.count = 0;
    kit.durationNs = BOUNCED_NS + 1;
    kit.thinkNs = 300;
    assertThat(played().maps()).isEqualTo(1);
  }

  @Test
  void numbersOfMappingsBeginWithThatOfTheDevice() {
    kit.number = 3;
    started();
    assertThat(kit.request().request().mapping() >> 40).isEqualTo(3);
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
  void afterAFailureTheThreadPausesAndTriesTheNext() {
    kit.count = 2;
    started();
    kit.fail(kit.request().request().mapping(), FailureReason.TRANSIENT_REFUSED);
    assertThat(kit.area.hasMessages()).isFalse();
    assertThat(kit.playNext()).isEqualTo(500);
    assertThat(kit.requests()).hasSize(1);
  }

  @Test
  void aFailureCountsAsARequestOfTheJob() {
    kit.count = 2;
    started();
    kit.fail(kit.request().request().mapping(), FailureReason.TRANSIENT_REFUSED);
    kit.play();
    var report = kit.report();
    assertThat(report.maps()).isEqualTo(1);
    assertThat(report.failures()).isEqualTo(Map.of(FailureReason.TRANSIENT_REFUSED, 1L));
  }

  @Test
  void aFailureIsLoggedAsTheKernelDoes() {
    started();
    kit.fail(kit.request().request().mapping(), FailureReason.TRANSIENT_REFUSED);
    assertThat(kit.report().log())
        .containsExactly(
            new DeviceReport.LogLine(
                0,
                "disk: swiotlb buffer is full (sz: 4096 bytes), total 128 (slots), used 100"
                    + " (slots)"));
  }

  @Test
  void onlyTheFirstLinesAreKeptAndTheOthersCounted() {
    kit.count = 7;
    kit.beginWithoutMemory().startRun(0);
    kit.play();
    var report = kit.report();
    assertThat(report.log()).hasSize(5);
    assertThat(report.unloggedLines()).isEqualTo(2);
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
    transferred();
    assertThat(kit.finished.hasMessages()).isFalse();
  }

  @Test
  void aRunIsFinishedWhenItsLastBufferIsUnmapped() {
    started();
    transferred();
    unmapByTheDevice();
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
        .extracting(DeviceReport::maps, DeviceReport::unmaps, DeviceReport::bytes)
        .containsExactly(20L, 20L, 20L * PAGE);
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
}
