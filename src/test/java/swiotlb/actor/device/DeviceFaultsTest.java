package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.actor.device.DeviceKit.COPY_NS;
import static swiotlb.actor.device.DeviceKit.INTERRUPT_NS;
import static swiotlb.actor.device.DeviceKit.POOL_STEP_NS;
import static swiotlb.actor.device.DeviceKit.RETRY_NS;
import static swiotlb.actor.device.DeviceKit.TO_INTERRUPT_NS;
import static swiotlb.actor.device.DeviceKit.TO_UNMAP_NS;

import java.util.Map;
import org.junit.jupiter.api.Test;
import swiotlb.workload.Fault;
import swiotlb.workload.FaultRates;

/** A device that is late or reset, and a driver that forgets, where that happens. */
class DeviceFaultsTest {
  private static final long LATE_NS = 9_000;
  private static final long AWAY_NS = 4_000;

  private final DeviceKit kit = new DeviceKit();

  /** The device has the first request, and what can happen does or does not. */
  private void started(Fault fault, boolean happens) {
    kit.faults = new FaultRates(Map.of(fault, 1), 0, 0, 0, LATE_NS, AWAY_NS);
    kit.timeline.everythingHappens(happens);
    kit.beginWithPool().startRun(0);
    kit.serve(kit.request());
  }

  @Test
  void anInterruptIsLate() {
    started(Fault.LATE_INTERRUPT, true);
    assertThat(kit.playToArea()).isEqualTo(TO_UNMAP_NS + LATE_NS);
    assertThat(kit.timeline.asked()).containsExactly("the interrupt for mapping 0 comes 9 us late");
  }

  @Test
  void anInterruptIsInTimeWhereItDoesNotHappen() {
    started(Fault.LATE_INTERRUPT, false);
    assertThat(kit.playToArea()).isEqualTo(TO_UNMAP_NS);
  }

  @Test
  void aResetGivesBackWithoutAnInterruptAndTriesAgain() {
    started(Fault.RESET, true);
    assertThat(kit.playToArea()).isEqualTo(TO_UNMAP_NS - INTERRUPT_NS);
    kit.timeline.everythingHappens(false);
    kit.unmap();
    assertThat(kit.playToArea()).isEqualTo(TO_INTERRUPT_NS + POOL_STEP_NS + RETRY_NS);
    assertThat(kit.requests()).hasSize(1);
  }

  @Test
  void aDeviceThatIsPulledOutGivesBackAndDoesNotTryAgain() {
    started(Fault.REMOVAL, true);
    assertThat(kit.playToArea()).isEqualTo(TO_UNMAP_NS - INTERRUPT_NS);
    kit.unmap();
    kit.play();
    assertThat(kit.requests()).isEmpty();
    assertThat(kit.timeline.asked())
        .containsExactly("the device is pulled out while it has mapping 0");
  }

  @Test
  void aCpuThatIsAwayMapsAndCompletesLater() {
    kit.faults = new FaultRates(Map.of(Fault.SLOW_CPU, 1), 0, 0, 0, LATE_NS, AWAY_NS);
    kit.timeline.everythingHappens(true);
    kit.beginWithPool().startRun(0);
    assertThat(kit.playToArea()).isEqualTo(AWAY_NS);
    kit.serve(kit.request());
    assertThat(kit.playToArea()).isEqualTo(TO_UNMAP_NS + 2 * AWAY_NS);
    assertThat(kit.timeline.asked())
        .containsExactly(
            "the CPU does its work for mapping 0 4 us late",
            "the CPU does its work for mapping 0 4 us late");
  }

  @Test
  void aForgottenUnmapLeaksItsSlots() {
    started(Fault.FORGOTTEN_UNMAP, true);
    kit.play();
    assertThat(kit.area.hasMessages()).isFalse();
    assertThat(kit.report().slots().leaked()).isEqualTo(2);
    assertThat(kit.timeline.asked()).containsExactly("the driver forgets to unmap mapping 0");
  }

  @Test
  void nothingIsForgottenWhereItDoesNotHappen() {
    started(Fault.FORGOTTEN_UNMAP, false);
    kit.play();
    assertThat(kit.report().slots().leaked()).isZero();
  }

  @Test
  void aForgottenSyncCopiesNothingBack() {
    kit.readPercent = 100;
    started(Fault.FORGOTTEN_SYNC, true);
    assertThat(kit.playToArea()).isEqualTo(TO_UNMAP_NS);
  }

  @Test
  void asManyBytesAreCopiedBackWhereItDoesNotHappen() {
    kit.readPercent = 100;
    started(Fault.FORGOTTEN_SYNC, false);
    assertThat(kit.playToArea()).isEqualTo(TO_UNMAP_NS + COPY_NS);
  }

  @Test
  void whatTheDeviceOnlyReadIsNeverForgotten() {
    kit.readPercent = 0;
    started(Fault.FORGOTTEN_SYNC, true);
    kit.playToArea();
    assertThat(kit.timeline.asked()).isEmpty();
  }
}
