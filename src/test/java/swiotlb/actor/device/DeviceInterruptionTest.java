package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.actor.device.DeviceKit.INTERRUPT_NS;
import static swiotlb.actor.device.DeviceKit.POOL_STEP_NS;
import static swiotlb.actor.device.DeviceKit.SERVICE_NS;
import static swiotlb.actor.device.DeviceKit.TRANSFER_NS;

import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.Area;
import swiotlb.workload.DriverSpec;

/** The interrupt of one request takes the CPU from another that is being copied. */
class DeviceInterruptionTest {
  private static final long COPY_NS = 10_000;
  private static final long MOVE_NS = TRANSFER_NS + SERVICE_NS;

  /** The first request's interrupt, which finds the second in the middle of its copy. */
  private static final long INTERRUPTED_NS = COPY_NS + MOVE_NS;

  private static final long COMPLETION_NS = INTERRUPT_NS + POOL_STEP_NS;
  private static final long SECOND_COPIED_NS = 2 * COPY_NS;
  private static final long SECOND_MOVED_NS = SECOND_COPIED_NS + MOVE_NS;

  private final DeviceKit kit = new DeviceKit();

  /** The second request is being copied when the first one's buffer is given back. */
  private Area.Unmap interrupted() {
    kit.costs =
        new DeviceCosts(
            COPY_NS / 4.0, 0, POOL_STEP_NS, INTERRUPT_NS, SERVICE_NS, TRANSFER_NS / 4.0);
    kit.count = 1;
    kit.cpus = List.of(0, 0);
    kit.beginWithPool().startRun(0);
    kit.serve(kit.request());
    kit.playToArea();
    kit.serve(kit.request());
    kit.playToArea();
    return (Area.Unmap) kit.area.receiveMessage();
  }

  @Test
  void theInterruptDoesNotWaitForTheCopy() {
    interrupted();
    assertThat(kit.timeline.nowNs()).isEqualTo(INTERRUPTED_NS + COMPLETION_NS);
  }

  @Test
  void theDeviceMovesTheOtherBufferLaterByTheTimeOfTheInterrupt() {
    kit.unmapped(interrupted().mapping());
    assertThat(kit.playToArea()).isEqualTo(SECOND_MOVED_NS + COMPLETION_NS + COMPLETION_NS);
  }

  @Test
  void anInterruptThatLastsLongerThanTheTransferWouldHaveDelaysItByNoMoreThanItsTime() {
    var unmap = interrupted();
    var late = 50_000;
    kit.playTo(INTERRUPTED_NS + late);
    kit.unmapped(unmap.mapping());
    assertThat(kit.playToArea()).isEqualTo(SECOND_MOVED_NS + late + COMPLETION_NS);
  }

  @Test
  void nothingIsMovedBeforeItsCopyIsResumed() {
    interrupted();
    kit.playTo(50_000);
    assertThat(kit.area.hasMessages()).isFalse();
  }

  @Test
  void aResetDuringTheInterruptLeavesTheOtherRequestToItsCopy() {
    kit.mishaps = new DriverSpec.Mishaps(List.of(25_000L), 0, 0);
    var unmap = interrupted();
    var late = 50_000;
    kit.playTo(INTERRUPTED_NS + late);
    kit.unmapped(unmap.mapping());
    assertThat(kit.playToArea()).isEqualTo(SECOND_MOVED_NS + late + COMPLETION_NS);
  }

  @Test
  void aResetBetweenTheForeseenEndOfTheCopyAndItsEndChangesNothing() {
    kit.mishaps = new DriverSpec.Mishaps(List.of(SECOND_COPIED_NS + COMPLETION_NS - 1), 0, 0);
    kit.unmapped(interrupted().mapping());
    assertThat(kit.playToArea()).isEqualTo(SECOND_MOVED_NS + COMPLETION_NS + COMPLETION_NS);
  }

  @Test
  void aResetAtTheEndOfTheCopyTakesTheBufferBack() {
    var reset = SECOND_COPIED_NS + COMPLETION_NS;
    kit.mishaps = new DriverSpec.Mishaps(List.of(reset), 0, 0);
    kit.unmapped(interrupted().mapping());
    assertThat(kit.playToArea()).isEqualTo(reset + POOL_STEP_NS);
  }

  @Test
  void aDeviceThatGoesDuringTheInterruptGivesTheOtherBufferBack() {
    kit.mishaps = new DriverSpec.Mishaps(List.of(), 25_000, 0);
    var unmap = interrupted();
    kit.playTo(50_000);
    kit.unmapped(unmap.mapping());
    kit.play();
    assertThat(kit.report())
        .extracting(DeviceReport::requests, DeviceReport::unmaps, DeviceReport::givenUp)
        .containsExactly(1L, 2L, 1L);
  }
}
