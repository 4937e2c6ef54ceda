package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.Throttle;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.workload.Context;
import swiotlb.workload.Direction;
import swiotlb.workload.DriverSpec;

/** Requests that may wait ask the throttle before they search. */
class DeviceThrottleTest {
  private final DeviceKit kit = new DeviceKit();

  /** Of 128 slots so many are in use. */
  private void begin(int used) {
    kit.isThrottled = true;
    kit.counters.addLasting(128);
    kit.counters.take(used);
    kit.beginWithPool().startRun(0);
  }

  private Throttle.Enter asked() {
    return (Throttle.Enter) kit.throttle.receiveMessage();
  }

  private void admit(long mapping) {
    kit.run(new MapClient.Admitted(mapping, true));
  }

  @Test
  void aboveTheHighLevelARequestAsksBeforeItSearches() {
    begin(100);
    assertThat(asked().isHigh()).isTrue();
    assertThat(kit.area.hasMessages()).isFalse();
  }

  @Test
  void betweenTheLevelsItAsksToo() {
    begin(85);
    assertThat(asked().isHigh()).isFalse();
  }

  @Test
  void belowThemItSearchesAtOnce() {
    begin(80);
    assertThat(kit.throttle.hasMessages()).isFalse();
    assertThat(kit.area.hasMessages()).isTrue();
  }

  @Test
  void whoMayNotWaitNeverAsks() {
    kit.context = Context.INTERRUPT;
    begin(128);
    assertThat(kit.throttle.hasMessages()).isFalse();
    assertThat(kit.area.hasMessages()).isTrue();
  }

  @Test
  void whoIsAdmittedSearchesAndGivesTheSemaphoreBackWithItsUnmap() {
    begin(100);
    var mapping = asked().mapping();
    admit(mapping);
    kit.serve(kit.request());
    kit.playToArea();
    assertThat(kit.throttle.hasMessages()).isFalse();
    kit.unmap();
    assertThat(kit.throttle.receiveMessage()).isEqualTo(new Throttle.Leave(mapping));
  }

  @Test
  void whoIsAdmittedWithoutItGivesNothingBack() {
    begin(85);
    kit.run(new MapClient.Admitted(asked().mapping(), false));
    kit.serve(kit.request());
    kit.playToArea();
    kit.unmap();
    assertThat(kit.throttle.hasMessages()).isFalse();
  }

  @Test
  void whoFindsNoSlotsGivesItBackAtOnce() {
    begin(100);
    var mapping = asked().mapping();
    admit(mapping);
    kit.fail(kit.request());
    assertThat(kit.throttle.receiveMessage()).isEqualTo(new Throttle.Leave(mapping));
  }

  @Test
  void whoFindsSlotsBeyondItsReachGivesItBackOnce() {
    kit.limits = DeviceKit.SHORT_SIGHTED;
    begin(100);
    var mapping = asked().mapping();
    admit(mapping);
    kit.serve(kit.request());
    kit.unmap();
    assertThat(kit.throttle.getAllReceived()).containsExactly(new Throttle.Leave(mapping));
  }

  @Test
  void whileItWaitsItsCpuMapsTheNextRequest() {
    kit.depth = 2;
    kit.count = 2;
    begin(100);
    var first = asked().mapping();
    assertThat(kit.throttle.hasMessages()).isFalse();
    kit.run(new MapClient.Throttled(first));
    assertThat(asked().mapping()).isNotEqualTo(first);
  }

  @Test
  void afterItsWaitItSearches() {
    begin(100);
    var mapping = asked().mapping();
    kit.run(new MapClient.Throttled(mapping));
    assertThat(kit.area.hasMessages()).isFalse();
    admit(mapping);
    assertThat(kit.request().request().mapping()).isEqualTo(mapping);
  }

  @Test
  void aRequestThatWouldWaitForEverIsNotTriedAgain() {
    kit.retries = 5;
    begin(100);
    var mapping = asked().mapping();
    kit.run(new MapClient.Throttled(mapping));
    kit.fail(mapping, FailureReason.THROTTLED_FOR_EVER);
    kit.play();
    assertThat(kit.throttle.hasMessages()).isFalse();
    assertThat(kit.report().givenUp()).isEqualTo(1);
  }

  // Lists.

  /** A request of three entries, of which the first is admitted and all are served. */
  private long[] list() {
    kit.blockBytes = 3L * DeviceKit.PAGE;
    kit.maxSegmentBytes = DeviceKit.PAGE;
    begin(100);
    admit(asked().mapping());
    var mappings = new long[3];
    for (var i = 0; i < mappings.length; i++) {
      var request = kit.request();
      mappings[i] = request.request().mapping();
      kit.serve(request);
      if (i + 1 < mappings.length) {
        kit.playToArea();
      }
    }
    return mappings;
  }

  @Test
  void ofAListOnlyTheFirstEntryAsks() {
    list();
    assertThat(kit.throttle.hasMessages()).isFalse();
  }

  @Test
  void theFirstEntryOfAListIsUnmappedLast() {
    var mappings = list();
    var order =
        LongStream.range(0, 3)
            .map(
                i -> {
                  kit.playToArea();
                  return kit.unmap().mapping();
                })
            .toArray();
    assertThat(order).containsExactly(mappings[1], mappings[2], mappings[0]);
    assertThat(kit.throttle.receiveMessage()).isEqualTo(new Throttle.Leave(mappings[0]));
  }

  @Test
  void ofAListThatFailsTheFirstEntryIsGivenBackLast() {
    kit.blockBytes = 3L * DeviceKit.PAGE;
    kit.maxSegmentBytes = DeviceKit.PAGE;
    begin(100);
    var first = asked().mapping();
    admit(first);
    kit.serve(kit.request());
    kit.playToArea();
    kit.serve(kit.request());
    kit.playToArea();
    kit.fail(kit.request());
    kit.playToArea();
    assertThat(kit.unmap().mapping()).isNotEqualTo(first);
    kit.playToArea();
    assertThat(kit.unmap().mapping()).isEqualTo(first);
    assertThat(kit.throttle.receiveMessage()).isEqualTo(new Throttle.Leave(first));
  }

  @Test
  void headersThatComeBeforeTheDataDoNotAsk() {
    kit.extraBuffers = List.of(new DriverSpec.ExtraBuffer(16, 0, Direction.TO_DEVICE));
    begin(100);
    assertThat(kit.throttle.hasMessages()).isFalse();
    kit.serve(kit.request());
    kit.play();
    assertThat(asked().isHigh()).isTrue();
  }

  @Test
  void headersAreGivenBackWhereTheDataWouldWaitForEver() {
    kit.extraBuffers = List.of(new DriverSpec.ExtraBuffer(16, 0, Direction.TO_DEVICE));
    begin(100);
    var header = kit.request();
    kit.serve(header);
    kit.play();
    var data = asked().mapping();
    kit.run(new MapClient.Throttled(data));
    kit.fail(data, FailureReason.THROTTLED_FOR_EVER);
    kit.playToArea();
    var unmap = (Area.Unmap) kit.area.receiveMessage();
    assertThat(unmap.mapping()).isEqualTo(header.request().mapping());
  }

  @Test
  void aHolderThatIsNeverUnmappedIsToldOf() {
    kit.mishaps = new DriverSpec.Mishaps(List.of(), 0, 1);
    begin(100);
    var mapping = asked().mapping();
    admit(mapping);
    kit.serve(kit.request());
    kit.play();
    assertThat(kit.throttle.receiveMessage()).isEqualTo(new Throttle.Forgotten(mapping));
  }
}
