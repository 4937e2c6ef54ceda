package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static swiotlb.actor.device.DeviceKit.COPY_NS;
import static swiotlb.actor.device.DeviceKit.PAGE;
import static swiotlb.actor.device.DeviceKit.POOL_STEP_NS;
import static swiotlb.actor.device.DeviceKit.RETRY_NS;
import static swiotlb.actor.device.DeviceKit.SERVICE_NS;
import static swiotlb.actor.device.DeviceKit.TO_INTERRUPT_NS;
import static swiotlb.actor.device.DeviceKit.TO_UNMAP_NS;
import static swiotlb.actor.device.DeviceKit.TRANSFER_NS;

import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.workload.DriverSpec;

/** A device that is reset under its live mappings, is pulled out, or forgets to unmap. */
class DeviceMishapsTest {
  /** The device has the first request and has not moved it yet. */
  private static final long MOVING_NS = COPY_NS + 100;

  private final DeviceKit kit = new DeviceKit();

  private void started() {
    kit.beginWithPool().startRun(0);
  }

  private DeviceReport played() {
    started();
    kit.play();
    return kit.report();
  }

  private void resetAt(Long... timesNs) {
    kit.mishaps = new DriverSpec.Mishaps(List.of(timesNs), 0, 0);
  }

  private void removedAt(long timeNs) {
    kit.mishaps = new DriverSpec.Mishaps(List.of(), timeNs, 0);
  }

  private void leaksEvery(long requests) {
    kit.mishaps = new DriverSpec.Mishaps(List.of(), 0, requests);
  }

  // Reset.

  @Test
  void aResetGivesLiveMappingsBack() {
    resetAt(MOVING_NS);
    started();
    kit.serve(kit.request());
    assertThat(kit.playToArea()).isEqualTo(MOVING_NS + POOL_STEP_NS);
    assertThat(kit.area.receiveMessage()).isInstanceOf(Area.Unmap.class);
  }

  @Test
  void whatAResetGivesBackIsCopiedBackAsByAnyUnmap() {
    resetAt(MOVING_NS);
    kit.readPercent = 100;
    started();
    kit.serve(kit.request());
    assertThat(kit.playToArea()).isEqualTo(MOVING_NS + POOL_STEP_NS + COPY_NS);
  }

  @Test
  void aRequestThatWasResetIsTriedAgain() {
    resetAt(MOVING_NS);
    started();
    kit.serve(kit.request());
    kit.playToArea();
    kit.unmap();
    assertThat(kit.playToArea()).isEqualTo(MOVING_NS + POOL_STEP_NS + RETRY_NS);
    assertThat(kit.requests()).hasSize(1);
  }

  @Test
  void aResetIsNoFailureOfTheRequest() {
    resetAt(MOVING_NS);
    kit.retries = 0;
    var report = played();
    assertThat(report.requests()).isEqualTo(1);
    assertThat(report.givenUp()).isZero();
  }

  @Test
  void whatTheDeviceMovedBeforeItsResetIsOfNoUse() {
    resetAt(MOVING_NS);
    started();
    kit.serve(kit.request());
    kit.playToArea();
    kit.unmap();
    kit.playToArea();
    var again = kit.timeline.nowNs();
    kit.serve(kit.request());
    assertThat(again).isLessThan(TO_INTERRUPT_NS);
    assertThat(kit.playToArea()).isEqualTo(again + TO_UNMAP_NS);
  }

  @Test
  void aDeviceThatWasResetHasForgottenWhatItWasToMove() {
    resetAt(MOVING_NS);
    kit.costs = new DeviceCosts(100, 10, POOL_STEP_NS, 0, SERVICE_NS, 250 * TRANSFER_NS);
    started();
    kit.serve(kit.request());
    kit.playToArea();
    kit.unmap();
    kit.playToArea();
    var again = kit.timeline.nowNs();
    kit.serve(kit.request());
    assertThat(kit.playToArea())
        .isEqualTo(again + COPY_NS + 1000 * TRANSFER_NS + SERVICE_NS + POOL_STEP_NS);
  }

  @Test
  void aResetBeforeTheBufferIsCopiedChangesNothing() {
    resetAt(COPY_NS - 1);
    started();
    kit.serve(kit.request());
    assertThat(kit.playToArea()).isEqualTo(TO_UNMAP_NS);
  }

  @Test
  void aResetAtTheMomentAtWhichTheBufferIsCopiedComesAfterIt() {
    resetAt(COPY_NS);
    started();
    kit.serve(kit.request());
    assertThat(kit.playToArea()).isEqualTo(COPY_NS + POOL_STEP_NS);
  }

  @Test
  void aResetWhileABufferIsGivenBackChangesNothing() {
    resetAt(TO_UNMAP_NS);
    started();
    kit.serve(kit.request());
    kit.playToArea();
    kit.playTo(TO_UNMAP_NS);
    kit.unmap();
    assertThat(kit.finished.hasMessages()).isTrue();
  }

  @Test
  void aResetWhileARequestPausesChangesNothing() {
    resetAt(100L);
    kit.retries = 1;
    started();
    kit.fail(kit.request());
    assertThat(kit.playToArea()).isEqualTo(RETRY_NS);
  }

  @Test
  void aDeviceIsResetInEachRun() {
    resetAt(MOVING_NS);
    played();
    kit.startRun(1);
    kit.play();
    assertThat(kit.report())
        .extracting(DeviceReport::requests, DeviceReport::maps)
        .containsExactly(1L, 2L);
  }

  @Test
  void aResetThatComesAfterItsRunIsNotOneOfTheNext() {
    resetAt(3 * TO_UNMAP_NS);
    started();
    kit.serve(kit.request());
    kit.playToArea();
    kit.unmap();
    kit.playTo(3 * TO_UNMAP_NS - MOVING_NS);
    kit.report();
    kit.startRun(1);
    kit.serve(kit.request());
    assertThat(kit.playToArea()).isEqualTo(3 * TO_UNMAP_NS - MOVING_NS + TO_UNMAP_NS);
  }

  @Test
  void everyRequestThatTheDeviceHasIsResetInOrder() {
    resetAt(3 * COPY_NS);
    kit.depth = 3;
    kit.count = 3;
    started();
    for (var i = 0; i < 3; i++) {
      kit.playToArea();
      kit.serve(kit.request());
    }
    for (var i = 0L; i < 3; i++) {
      kit.playToArea();
      assertThat(kit.unmap().mapping()).isEqualTo(i);
    }
  }

  // Pulled out.

  @Test
  void whatADeviceHadIsTakenBackWhenItIsPulledOut() {
    removedAt(MOVING_NS);
    started();
    kit.serve(kit.request());
    assertThat(kit.playToArea()).isEqualTo(MOVING_NS + POOL_STEP_NS);
    assertThat(kit.area.receiveMessage()).isInstanceOf(Area.Unmap.class);
  }

  @Test
  void aRequestWhoseDeviceIsGoneIsGivenUp() {
    removedAt(MOVING_NS);
    kit.retries = 5;
    assertThat(played())
        .extracting(DeviceReport::requests, DeviceReport::givenUp)
        .containsExactly(0L, 1L);
  }

  @Test
  void aDeviceThatIsGoneBeginsNothing() {
    removedAt(MOVING_NS);
    kit.count = 100;
    assertThat(played().maps()).isEqualTo(1);
  }

  @Test
  void aRequestThatPausesIsNotTriedAgainOnceItsDeviceIsGone() {
    removedAt(100);
    kit.retries = 5;
    kit.refuses = number -> true;
    var report = played();
    assertThat(report.failures().values()).containsExactly(1L);
    assertThat(report.givenUp()).isEqualTo(1);
  }

  @Test
  void aBufferThatIsServedOnceTheDeviceIsGoneIsGivenBack() {
    removedAt(100);
    started();
    var request = kit.request();
    kit.playTo(100);
    kit.serve(request);
    kit.playToArea();
    assertThat(kit.area.receiveMessage()).isInstanceOf(Area.Unmap.class);
  }

  @Test
  void aRequestThatWaitsForItsCpuMapsNothingOnceTheDeviceIsGone() {
    removedAt(100);
    kit.depth = 2;
    kit.count = 2;
    started();
    var first = kit.request();
    kit.playTo(100);
    kit.serve(first);
    kit.play();
    assertThat(kit.report())
        .extracting(DeviceReport::maps, DeviceReport::givenUp)
        .containsExactly(1L, 2L);
  }

  @Test
  void aRequestThatWaitsForTheQueueMapsNothingOnceTheDeviceIsGone() {
    removedAt(MOVING_NS);
    kit.depth = 3;
    kit.count = 3;
    kit.queueDepth = 1;
    assertThat(played())
        .extracting(DeviceReport::maps, DeviceReport::givenUp)
        .containsExactly(1L, 3L);
  }

  @Test
  void whatTheDeviceFinishedBeforeItWentIsCompleted() {
    removedAt(TO_INTERRUPT_NS + 1);
    assertThat(played().requests()).isEqualTo(1);
  }

  @Test
  void aBufferThatWasBeingCopiedWhenTheDeviceWentIsGivenBack() {
    removedAt(COPY_NS - 1);
    assertThat(played())
        .extracting(DeviceReport::requests, DeviceReport::unmaps, DeviceReport::givenUp)
        .containsExactly(0L, 1L, 1L);
  }

  @Test
  void aDeviceThatIsGoneIsFinishedAtOnceInLaterRuns() {
    removedAt(MOVING_NS);
    played();
    kit.startRun(1);
    assertThat(kit.finished.hasMessages()).isTrue();
  }

  @Test
  void aThinkingThreadBeginsNothingOnceTheDeviceIsGone() {
    removedAt(TO_UNMAP_NS + 100);
    kit.count = 2;
    kit.thinkNs = 300;
    assertThat(played().requests()).isEqualTo(1);
  }

  @Test
  void aRunEndsWhenTheDeviceGoesWhileItsThreadThinks() {
    removedAt(TO_UNMAP_NS + 100);
    kit.count = 2;
    kit.thinkNs = 300;
    started();
    kit.serve(kit.request());
    kit.playToArea();
    kit.unmap();
    kit.playTo(TO_UNMAP_NS + 100);
    assertThat(kit.finished.hasMessages()).isTrue();
  }

  // Forgotten.

  @Test
  void anUnmapThatIsForgottenReachesNoArea() {
    leaksEvery(1);
    started();
    kit.serve(kit.request());
    kit.playNext();
    assertThat(kit.area.hasMessages()).isFalse();
  }

  @Test
  void anUnmapThatIsForgottenLooksForNoPool() {
    leaksEvery(1);
    played();
    assertThat(kit.timeline.nowNs()).isEqualTo(TO_UNMAP_NS - POOL_STEP_NS);
  }

  @Test
  void aRunIsFinishedThoughAnUnmapWasForgotten() {
    leaksEvery(1);
    assertThat(played().requests()).isEqualTo(1);
  }

  @Test
  void whatIsForgottenIsCounted() {
    leaksEvery(1);
    assertThat(played().slots().leaked()).isEqualTo(2);
  }

  @Test
  void whatIsForgottenIsNoUnmap() {
    leaksEvery(1);
    assertThat(played().unmaps()).isZero();
  }

  @Test
  void eachSoManiethRequestForgets() {
    leaksEvery(3);
    kit.count = 10;
    assertThat(played())
        .extracting(DeviceReport::maps, DeviceReport::unmaps)
        .containsExactly(10L, 7L);
  }

  @Test
  void onlyTheLastBufferOfAListIsForgotten() {
    leaksEvery(1);
    kit.blockBytes = 3 * PAGE;
    kit.maxSegmentBytes = PAGE;
    assertThat(played().unmaps()).isEqualTo(2);
  }

  @Test
  void aForgottenTransientPoolIsCounted() {
    leaksEvery(1);
    started();
    kit.serveByTransientPool(kit.request().request().mapping());
    kit.play();
    assertThat(kit.report().slots().leakedTransientPools()).isEqualTo(1);
  }

  @Test
  void whatWasForgottenIsStillHeldInLaterRuns() {
    leaksEvery(2);
    kit.count = 2;
    played();
    kit.startRun(1);
    kit.play();
    var slots = kit.report().slots();
    assertThat(slots.leaked()).isEqualTo(4);
    assertThat(slots.most()).isEqualTo(4);
  }

  @Test
  void aFailedRequestForgetsNothing() {
    leaksEvery(1);
    kit.blockBytes = 2 * PAGE;
    kit.maxSegmentBytes = PAGE;
    kit.refuses = number -> number == 1;
    assertThat(played().slots().leaked()).isZero();
  }

  @Test
  void anAnswerForAForgottenMappingIsAnError() {
    leaksEvery(1);
    played();
    var answer = new MapClient.Unmapped(0, 2, 0, DeviceKit.LEFT);
    assertThatThrownBy(() -> kit.run(answer)).isInstanceOf(IllegalStateException.class);
  }
}
