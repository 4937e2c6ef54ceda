package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.actor.device.DeviceKit.PAGE;

import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.workload.Direction;
import swiotlb.workload.TimedRequest;

/** A device whose requests have times and lives of their own. */
class DeviceTimedTest {
  private static final long HELD_NS = 50_000_000;

  private final DeviceKit kit = new DeviceKit();

  private static TimedRequest at(long ns, long bytes) {
    return new TimedRequest(ns, HELD_NS, 64 * PAGE + bytes, bytes, Direction.BIDIRECTIONAL);
  }

  private void given(TimedRequest... requests) {
    kit.timed = List.of(requests);
    kit.beginWithPool().startRun(0);
  }

  @Test
  void aRequestBeginsAtItsTimeAndNotBefore() {
    given(at(7_000, PAGE));
    assertThat(kit.area.hasMessages()).isFalse();
    kit.playNext();
    assertThat(kit.timeline.nowNs()).isEqualTo(7_000);
    assertThat(kit.requests()).hasSize(1);
  }

  @Test
  void aRequestWaitsForNoEarlierOne() {
    given(at(0, PAGE), at(5, 2 * PAGE));
    kit.playNext();
    kit.serve(kit.request());
    assertThat(kit.playToArea()).isLessThan(HELD_NS);
    assertThat(kit.request().request().demand().sizeBytes()).isEqualTo(2L * PAGE);
  }

  @Test
  void itsBufferIsTheRecordedOne() {
    given(at(3, 2 * PAGE));
    kit.playNext();
    var demand = kit.requests().get(0).request().demand();
    assertThat(demand.originalAddress()).isEqualTo(66L * PAGE);
  }

  @Test
  void theDeviceHasItForItsLife() {
    given(at(1_000, PAGE));
    kit.playNext();
    kit.serve(kit.request());
    assertThat(kit.playToArea()).isGreaterThanOrEqualTo(1_000 + HELD_NS).isLessThan(2 * HELD_NS);
  }

  @Test
  void whatFailsIsNotTriedAgain() {
    kit.refuses = number -> true;
    given(at(0, PAGE), at(10, PAGE));
    kit.play();
    var report = kit.report();
    assertThat(report.requests()).isZero();
    assertThat(report.givenUp()).isEqualTo(2);
    assertThat(report.failures().values()).containsExactly(2L);
  }

  @Test
  void theRunEndsWithTheLastOfThem() {
    given(at(0, PAGE), at(10, PAGE), at(HELD_NS * 3, PAGE));
    kit.play();
    var report = kit.report();
    assertThat(report.requests()).isEqualTo(3);
    assertThat(report.maps()).isEqualTo(report.unmaps()).isEqualTo(3);
  }

  @Test
  void aDeviceThatIsStoppedAwaitsNoFurtherOne() {
    given(at(10, PAGE), at(1_000, PAGE));
    kit.playNext();
    kit.run(new Device.StopRun());
    kit.play();
    var report = kit.report();
    assertThat(report.maps()).isEqualTo(1);
  }

  @Test
  void aFullQueueOfTheDeviceKeepsNoneOfThemWaiting() {
    kit.queueDepth = 1;
    given(at(0, PAGE), at(5, 2 * PAGE));
    kit.playNext();
    kit.serve(kit.request());
    assertThat(kit.playToArea()).isLessThan(HELD_NS);
    assertThat(kit.request().request().demand().sizeBytes()).isEqualTo(2L * PAGE);
  }

  @Test
  void aLifeCountsFromTheRecordedTimeHoweverLongTheCpuWasBusy() {
    var copyNs = 30_000L;
    kit.costs = new DeviceCosts(copyNs / 4.0, 0, 0, 0, 0, 0);
    given(at(0, PAGE), at(5, PAGE));
    kit.play();
    var ends = kit.timeline.nowNs();
    assertThat(ends).isEqualTo(HELD_NS + 2 * copyNs);
  }

  @Test
  void anInterruptDuringItsCopyDoesNotLengthenALife() {
    var copyNs = 30_000L;
    kit.costs = new DeviceCosts(copyNs / 4.0, 0, 0, 0, 0, 0);
    var isShort = new TimedRequest(0, 10, PAGE, PAGE, Direction.TO_DEVICE);
    given(isShort, new TimedRequest(5, HELD_NS, PAGE, PAGE, Direction.TO_DEVICE));
    kit.play();
    assertThat(kit.timeline.nowNs()).isEqualTo(5 + HELD_NS);
  }
}
