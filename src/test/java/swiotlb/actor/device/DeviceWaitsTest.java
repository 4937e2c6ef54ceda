package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.actor.device.DeviceKit.COPY_NS;
import static swiotlb.actor.device.DeviceKit.RETRY_NS;
import static swiotlb.actor.device.DeviceKit.TO_UNMAP_NS;

import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.workload.DriverSpec;

/** A request of a thread sleeps until its allocator has grown. */
class DeviceWaitsTest {
  private static final long SERVED_NS = 2_000;

  private final DeviceKit kit = new DeviceKit();

  /** The first of two requests of a CPU sleeps. */
  private Area.MapRequest asleep() {
    kit.depth = 2;
    kit.count = 2;
    kit.beginWithPool().startRun(0);
    var request = kit.request();
    kit.run(new MapClient.Waits(request.request().mapping()));
    return request;
  }

  @Test
  void meanwhileItsCpuMapsTheNextRequest() {
    asleep();
    assertThat(kit.requests()).hasSize(1);
  }

  @Test
  void whatItIsServedIsNotCopiedWhileTheCpuMapsAnother() {
    var sleeper = asleep();
    kit.request();
    kit.serve(sleeper);
    kit.playTo(SERVED_NS);
    assertThat(kit.area.hasMessages()).isFalse();
  }

  @Test
  void whatItIsServedIsCopiedWhenTheCpuIsFree() {
    var sleeper = asleep();
    var other = kit.request();
    kit.serve(sleeper);
    kit.serve(other);
    kit.play();
    assertThat(kit.report().mapLatency().max()).isEqualTo(2 * COPY_NS);
  }

  @Test
  void itsWaitForTheCpuIsCounted() {
    var sleeper = asleep();
    var other = kit.request();
    kit.serve(sleeper);
    kit.serve(other);
    kit.play();
    assertThat(kit.report().time().cpuWaitNs()).isEqualTo(COPY_NS);
  }

  @Test
  void onAFreeCpuItIsCopiedAtOnce() {
    var sleeper = asleep();
    kit.serve(kit.request());
    kit.playToArea();
    kit.unmap();
    kit.playTo(SERVED_NS);
    kit.serve(sleeper);
    assertThat(kit.playToArea()).isEqualTo(SERVED_NS + TO_UNMAP_NS);
  }

  @Test
  void aSleeperThatFailsIsTriedAgainAfterAPause() {
    kit.retries = 1;
    kit.beginWithPool().startRun(0);
    var request = kit.request();
    kit.run(new MapClient.Waits(request.request().mapping()));
    kit.playTo(SERVED_NS);
    kit.fail(request);
    assertThat(kit.playToArea()).isEqualTo(SERVED_NS + RETRY_NS);
  }

  @Test
  void aSleeperThatFailsTakesTheCpuFromNobody() {
    kit.depth = 3;
    kit.count = 3;
    kit.beginWithPool().startRun(0);
    var sleeper = kit.request();
    kit.run(new MapClient.Waits(sleeper.request().mapping()));
    kit.request();
    kit.fail(sleeper);
    kit.playTo(SERVED_NS);
    assertThat(kit.area.hasMessages()).isFalse();
  }

  @Test
  void aResetLeavesASleeperAsleep() {
    kit.mishaps = new DriverSpec.Mishaps(List.of(100L), 0, 0);
    kit.beginWithPool().startRun(0);
    var request = kit.request();
    kit.run(new MapClient.Waits(request.request().mapping()));
    kit.playTo(100);
    kit.serve(request);
    kit.play();
    assertThat(kit.report())
        .extracting(DeviceReport::maps, DeviceReport::requests)
        .containsExactly(1L, 1L);
  }

  @Test
  void aSleeperThatIsServedOnceTheDeviceIsGoneGivesItsBufferBack() {
    kit.mishaps = new DriverSpec.Mishaps(List.of(), 100, 0);
    kit.beginWithPool().startRun(0);
    var request = kit.request();
    kit.run(new MapClient.Waits(request.request().mapping()));
    kit.playTo(100);
    kit.serve(request);
    kit.play();
    assertThat(kit.report())
        .extracting(DeviceReport::unmaps, DeviceReport::givenUp)
        .containsExactly(1L, 1L);
  }

  @Test
  void aRunEndsOnlyWhenItsSleepersAreServed() {
    kit.beginWithPool().startRun(0);
    var request = kit.request();
    kit.run(new MapClient.Waits(request.request().mapping()));
    kit.run(new Device.StopRun());
    kit.play();
    assertThat(kit.finished.hasMessages()).isFalse();
    kit.serve(request);
    kit.play();
    assertThat(kit.finished.hasMessages()).isTrue();
  }
}
