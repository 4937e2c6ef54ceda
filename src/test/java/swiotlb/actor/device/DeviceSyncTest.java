package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static swiotlb.actor.device.DeviceKit.INTERRUPT_NS;
import static swiotlb.actor.device.DeviceKit.PAGE;
import static swiotlb.actor.device.DeviceKit.POOL;
import static swiotlb.actor.device.DeviceKit.POOL_STEP_NS;
import static swiotlb.actor.device.DeviceKit.SERVICE_NS;
import static swiotlb.actor.device.DeviceKit.TO_INTERRUPT_NS;
import static swiotlb.actor.device.DeviceKit.TRANSFER_NS;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.kernel.slot.Admission.Bouncing;

/** A driver that looks at part of its live mappings, changes it and hands it back. */
class DeviceSyncTest {
  private static final long FIXED_COPY_NS = 10;

  private final DeviceKit kit = new DeviceKit();

  @BeforeEach
  void syncOnce() {
    kit.syncs = 1;
    kit.bidirectionalPercent = 100;
  }

  private void started() {
    kit.beginWithPool().startRun(0);
  }

  private DeviceReport played() {
    started();
    kit.play();
    return kit.report();
  }

  /** The only buffer is served and moved, and the driver looks at part of it. */
  private Area.Sync syncForCpu() {
    kit.serve(kit.request());
    kit.playToArea();
    return (Area.Sync) kit.area.receiveMessage();
  }

  /** That part, when the driver has changed it. */
  private Area.Sync syncForDevice() {
    kit.synced(syncForCpu());
    kit.playToArea();
    return (Area.Sync) kit.area.receiveMessage();
  }

  private static long copyNs(long bytes) {
    return FIXED_COPY_NS + Math.round(bytes * 100 / 1024.0);
  }

  @Test
  void theInterruptAsksForPartOfTheBuffer() {
    started();
    syncForCpu();
    assertThat(kit.timeline.nowNs()).isEqualTo(TO_INTERRUPT_NS + INTERRUPT_NS + POOL_STEP_NS);
  }

  @Test
  void thePartLiesWithinTheBuffer() {
    kit.count = 100;
    kit.costs = DeviceCosts.FREE;
    started();
    for (var i = 0; i < 100; i++) {
      var sync = syncForCpu();
      assertThat(sync.bytes()).isPositive();
      assertThat(sync.address()).isGreaterThanOrEqualTo(POOL.start());
      assertThat(sync.address() + sync.bytes()).isLessThanOrEqualTo(POOL.start() + PAGE);
      kit.synced(sync);
      kit.synced((Area.Sync) kit.area.receiveMessage());
      kit.playToArea();
      kit.unmap();
    }
  }

  @Test
  void aRequestAsksForTheSamePartWhateverTheCosts() {
    started();
    var part = syncForCpu();
    var twin = new DeviceSyncTest();
    twin.syncOnce();
    twin.kit.costs = DeviceCosts.FREE;
    twin.started();
    var other = twin.syncForCpu();
    assertThat(other.address()).isEqualTo(part.address());
    assertThat(other.bytes()).isEqualTo(part.bytes());
  }

  @Test
  void whatTheDriverChangedIsHandedBackWhenItIsCopied() {
    started();
    var part = syncForCpu();
    kit.synced(part);
    assertThat(kit.playToArea())
        .isEqualTo(TO_INTERRUPT_NS + INTERRUPT_NS + 2 * POOL_STEP_NS + copyNs(part.bytes()));
  }

  @Test
  void theSamePartIsHandedBack() {
    started();
    var part = syncForCpu();
    kit.synced(part);
    kit.playToArea();
    assertThat(kit.area.receiveMessage()).isEqualTo(part);
  }

  @Test
  void theDeviceMovesTheBufferOnceMoreWhenThatIsCopied() {
    started();
    var back = syncForDevice();
    kit.synced(back);
    assertThat(kit.playNext())
        .isEqualTo(
            TO_INTERRUPT_NS
                + INTERRUPT_NS
                + 2 * POOL_STEP_NS
                + 2 * copyNs(back.bytes())
                + TRANSFER_NS
                + SERVICE_NS);
  }

  @Test
  void whatTheDeviceDoesNotWriteIsNotCopiedForTheCpu() {
    kit.bidirectionalPercent = 0;
    started();
    kit.synced(syncForCpu());
    assertThat(kit.playToArea()).isEqualTo(TO_INTERRUPT_NS + INTERRUPT_NS + 2 * POOL_STEP_NS);
  }

  @Test
  void whatTheDeviceDoesNotReadIsNotCopiedForTheDevice() {
    kit.bidirectionalPercent = 0;
    kit.readPercent = 100;
    started();
    var back = syncForDevice();
    kit.synced(back);
    assertThat(kit.playNext())
        .isEqualTo(
            TO_INTERRUPT_NS
                + INTERRUPT_NS
                + 2 * POOL_STEP_NS
                + copyNs(back.bytes())
                + TRANSFER_NS
                + SERVICE_NS);
  }

  @Test
  void afterItsLastSyncTheBufferIsGivenBack() {
    started();
    kit.synced(syncForDevice());
    kit.playToArea();
    assertThat(kit.area.receiveMessage()).isInstanceOf(Area.Unmap.class);
  }

  @Test
  void theDriverLooksAsOftenAsItsJobSays() {
    kit.syncs = 3;
    started();
    var request = kit.request();
    kit.serve(request);
    for (var i = 0; i < 6; i++) {
      kit.playToArea();
      kit.synced((Area.Sync) kit.area.receiveMessage());
    }
    kit.playToArea();
    assertThat(kit.area.receiveMessage()).isInstanceOf(Area.Unmap.class);
  }

  @Test
  void everyRequestIsLookedAt() {
    kit.count = 2;
    started();
    kit.synced(syncForDevice());
    kit.playToArea();
    kit.unmap();
    assertThat(syncForCpu().bytes()).isPositive();
  }

  @Test
  void aBufferThatTheDeviceUsesAsItIsNeedsNoSync() {
    kit.bouncing = Bouncing.OUT_OF_REACH;
    assertThat(played().requests()).isEqualTo(1);
  }

  @Test
  void whatWasLookedAtIsOneRequest() {
    assertThat(played())
        .extracting(DeviceReport::requests, DeviceReport::bytes)
        .containsExactly(1L, (long) PAGE);
  }

  @Test
  void theTimeOfItsCopiesIsCounted() {
    started();
    var part = syncForCpu();
    kit.synced(part);
    kit.play();
    var time = kit.report().time();
    assertThat(time.copyInNs()).isEqualTo(copyNs(PAGE) + copyNs(part.bytes()));
    assertThat(time.copyBackNs()).isEqualTo(copyNs(PAGE) + copyNs(part.bytes()));
  }

  @Test
  void anAnswerThatNamesLessIsAnError() {
    started();
    var part = syncForCpu();
    var answer = new MapClient.Synced(part.mapping(), part.bytes() - 1, 0);
    assertThatThrownBy(() -> kit.run(answer))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a sync of " + part.bytes() + " bytes");
  }

  @Test
  void anAnswerThatNamesAnotherPlaceIsAnError() {
    started();
    var part = syncForCpu();
    var answer = new MapClient.Synced(part.mapping(), part.bytes(), 0);
    assertThatThrownBy(() -> kit.run(answer)).isInstanceOf(IllegalStateException.class);
  }
}
