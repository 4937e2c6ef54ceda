package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.actor.device.DeviceKit.COPY_NS;
import static swiotlb.actor.device.DeviceKit.RETRY_NS;
import static swiotlb.actor.device.DeviceKit.TO_UNMAP_NS;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.workload.Direction;
import swiotlb.workload.TimedRequest;

/** A device with room for some requests; further ones wait without a mapping. */
class DeviceQueueTest {
  private final DeviceKit kit = new DeviceKit();

  private void started() {
    kit.beginWithPool().startRun(0);
  }

  private DeviceReport played() {
    started();
    kit.play();
    return kit.report();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void neverAreMoreInFlightThanTheQueueHolds(int queueDepth) {
    kit.queueDepth = queueDepth;
    kit.depth = 8;
    kit.count = 40;
    assertThat(played().mostInFlight()).isEqualTo(queueDepth);
  }

  @Test
  void theQueueIsSharedByAllThreadsOfTheDevice() {
    kit.queueDepth = 3;
    kit.cpus = List.of(0, 1, 2, 3);
    kit.depth = 2;
    kit.count = 10;
    assertThat(played().mostInFlight()).isEqualTo(3);
  }

  @Test
  void everyRequestThatWaitedIsServedInTheEnd() {
    kit.queueDepth = 2;
    kit.depth = 8;
    kit.count = 40;
    assertThat(played().requests()).isEqualTo(40);
  }

  @Test
  void threadsTakeTheirTurnsAtTheQueue() {
    kit.queueDepth = 1;
    kit.cpus = List.of(0, 1);
    kit.count = 2;
    started();
    for (var cpu : List.of(0, 1, 0, 1)) {
      var request = kit.request();
      assertThat(request.request().cpu()).isEqualTo(cpu);
      kit.serve(request);
      kit.playToArea();
      kit.unmap();
    }
  }

  @Test
  void aRequestThatWaitsForTheQueueHoldsNoMapping() {
    kit.queueDepth = 1;
    kit.depth = 2;
    kit.count = 2;
    started();
    kit.serve(kit.request());
    assertThat(kit.playToArea()).isEqualTo(TO_UNMAP_NS);
  }

  @Test
  void aRequestKeepsItsPlaceWhileItPausesBeforeTheNextTry() {
    kit.queueDepth = 1;
    kit.depth = 2;
    kit.count = 2;
    kit.retries = 1;
    started();
    var first = kit.request();
    kit.fail(first);
    assertThat(kit.playToArea()).isEqualTo(RETRY_NS);
    assertThat(kit.request().request()).isEqualTo(first.request());
  }

  @Test
  void aRequestThatIsGivenUpLeavesItsPlace() {
    kit.queueDepth = 1;
    kit.depth = 2;
    kit.count = 2;
    kit.refuses = number -> number == 0;
    assertThat(played().requests()).isEqualTo(1);
  }

  @Test
  void aRunThatIsStoppedBeginsNoRequestThatWaitsForTheQueue() {
    kit.queueDepth = 1;
    kit.depth = 3;
    kit.count = 3;
    started();
    kit.run(new Device.StopRun());
    kit.play();
    assertThat(kit.report())
        .extracting(DeviceReport::maps, DeviceReport::givenUp)
        .containsExactly(1L, 0L);
  }

  @Test
  void aRunThatIsStoppedEndsWithItsLastUnmap() {
    kit.queueDepth = 1;
    kit.depth = 3;
    kit.count = 3;
    started();
    kit.run(new Device.StopRun());
    kit.serve(kit.request());
    kit.playToArea();
    kit.unmap();
    assertThat(kit.finished.hasMessages()).isTrue();
  }

  @Test
  void aCpuMapsOneRequestAfterTheOther() {
    kit.depth = 2;
    kit.count = 2;
    started();
    var first = kit.request();
    assertThat(kit.area.hasMessages()).isFalse();
    kit.serve(first);
    assertThat(kit.playToArea()).isEqualTo(COPY_NS);
  }

  @Test
  void threadsOnDifferentCpusMapAtTheSameTime() {
    kit.cpus = List.of(0, 1);
    started();
    assertThat(kit.requests()).hasSize(2);
  }

  @Test
  void anInterruptWaitsForTheSearchThatItsCpuIsIn() {
    kit.depth = 2;
    kit.count = 2;
    started();
    kit.serve(kit.request());
    kit.playToArea();
    var second = kit.request();
    kit.playTo(2 * TO_UNMAP_NS);
    assertThat(kit.area.hasMessages()).isFalse();
    kit.serve(second);
    assertThat(kit.playToArea())
        .isEqualTo(2 * TO_UNMAP_NS + DeviceKit.INTERRUPT_NS + DeviceKit.POOL_STEP_NS);
  }

  @Test
  void anInterruptOnAnotherCpuDoesNot() {
    kit.irqCpus = List.of(1);
    kit.depth = 2;
    kit.count = 2;
    started();
    kit.serve(kit.request());
    kit.playToArea();
    kit.request();
    assertThat(kit.playToArea()).isEqualTo(TO_UNMAP_NS);
  }

  @Test
  void recordedRequestsTakeNoPlaceAndLeaveNone() {
    kit.queueDepth = 1;
    kit.depth = 4;
    kit.count = 4;
    kit.costs = new DeviceCosts(0, 0, 0, 0, 1_000_000, 0);
    kit.recorded = List.of(recordedAt(10_000), recordedAt(20_000), recordedAt(30_000));
    assertThat(played().mostInFlight()).as("a drawn one and a recorded one").isEqualTo(2);
  }

  private static TimedRequest recordedAt(long ns) {
    return new TimedRequest(ns, 100, DeviceKit.ORIGINAL, DeviceKit.PAGE, Direction.TO_DEVICE);
  }
}
