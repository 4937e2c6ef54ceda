package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.CoherentAllocator;
import swiotlb.actor.pool.AllocatorName;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.SearchCost;
import swiotlb.kernel.slot.Admission;
import swiotlb.kernel.slot.Attributes;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.FailureReason;

/** What the kernel logs of failures, over all devices of a machine. */
class FailureLogTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final FailureLog log = new FailureLog(false);
  private final MappingUser user =
      new CommandedUser(TestInbox.<CommandedDevice.Outcome>create().getRef());

  private void fails(String device, long bytes, FailureReason reason, long atNs) {
    var mapping = new Mapping(user);
    mapping.begin(7, 0, true, Demand.ofBuffer(DeviceLimits.NONE, 0x1000, bytes, 0), atNs);
    var failure = new MapClient.MapFailed(7, reason, 100, 128, 5, SearchCost.NONE);
    log.failed(mapping, device(device), failure, atNs);
  }

  private void isFull(String device, long atNs) {
    fails(device, 4096, FailureReason.NO_FREE_RUN, atNs);
  }

  private static DeviceSpec device(String name) {
    return new DeviceSpec(
        name,
        "device-" + name,
        AllocatorName.DEFAULT,
        DeviceLimits.NONE,
        -1L,
        0,
        Admission.Bouncing.OUT_OF_REACH,
        CoherentAllocator.Needs.NOTHING,
        false,
        new Attributes(false, false, Attributes.Shared.NOT, true, 0),
        DeviceCosts.FREE,
        Optional.empty());
  }

  private static String full(String device) {
    return device
        + ": swiotlb buffer is full (sz: 4096 bytes), total 128 (slots), used 100 (slots)";
  }

  @Test
  void tenLinesInFiveSecondsAreWrittenWhicheverDevicesTheyTellOf() {
    for (var i = 0; i < 13; i++) {
      isFull(i % 2 == 0 ? "a" : "b", i);
    }
    var taken = log.take();
    assertThat(taken.lines()).hasSize(10).startsWith(new FailureLog.Line(0, full("a")));
    assertThat(taken.lines().get(9)).isEqualTo(new FailureLog.Line(9, full("b")));
    assertThat(taken.unlogged()).isEqualTo(3);
  }

  @Test
  void theNextLineAfterwardsSaysHowManyWereLeftOut() {
    for (var i = 0; i < 13; i++) {
      isFull("a", i);
    }
    log.take();
    isFull("a", 6 * SECOND_NS);
    assertThat(log.take().lines())
        .containsExactly(
            new FailureLog.Line(6 * SECOND_NS, "swiotlb_tbl_map_single: 3 callbacks suppressed"),
            new FailureLog.Line(6 * SECOND_NS, full("a")));
  }

  @Test
  void thatMemoryIsEncryptedIsToldAtTheFirstBounce() {
    var encrypted = new FailureLog(true);
    encrypted.bounces(7);
    encrypted.bounces(8);
    log.bounces(7);
    assertThat(encrypted.take().lines())
        .containsExactly(
            new FailureLog.Line(
                7,
                "software IO TLB: Memory encryption is active and system is using DMA bounce"
                    + " buffers"));
    assertThat(log.take().lines()).isEmpty();
  }

  @Test
  void aWarningOfABootIsWrittenForTheFirstDeviceAlone() {
    fails("a", 4096, FailureReason.NOT_REACHABLE, 1);
    fails("b", 4096, FailureReason.NOT_REACHABLE, 2);
    log.take();
    fails("b", 4096, FailureReason.NOT_REACHABLE, 3);
    var taken = log.take();
    assertThat(taken.lines()).isEmpty();
    assertThat(taken.unlogged()).isZero();
  }

  @Test
  void failuresOfOneDeviceSizeAndReasonAreOfAKind() {
    isFull("a", 1);
    isFull("b", 2);
    isFull("a", 3);
    fails("a", 512, FailureReason.NO_FREE_RUN, 4);
    fails("a", 4096, FailureReason.TOO_LARGE, 5);
    assertThat(log.take().kinds())
        .containsEntry(
            new FailureLog.Kind("a", 4096, FailureReason.NO_FREE_RUN), new FailureLog.Seen(2, 1, 3))
        .hasSize(4);
    assertThat(log.take().kinds()).isEmpty();
  }

  @Test
  void linesAndKindsBeyondAThousandAreCounted() {
    for (var i = 0; i < 1100; i++) {
      fails("a", 1 + i, FailureReason.COHERENT_POOL_EXHAUSTED, i);
    }
    var taken = log.take();
    assertThat(taken.lines()).hasSize(1000);
    assertThat(taken.unlogged()).isEqualTo(100);
    assertThat(taken.kinds()).hasSize(1000);
    assertThat(taken.ofOtherKinds()).isEqualTo(100);
  }
}
