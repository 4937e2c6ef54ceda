package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.actor.device.DeviceKit.COPY_NS;
import static swiotlb.actor.device.DeviceKit.INTERRUPT_NS;
import static swiotlb.actor.device.DeviceKit.PAGE;
import static swiotlb.actor.device.DeviceKit.POOL_STEP_NS;
import static swiotlb.actor.device.DeviceKit.RETRY_NS;
import static swiotlb.actor.device.DeviceKit.SERVICE_NS;
import static swiotlb.actor.device.DeviceKit.TRANSFER_NS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.Area;
import swiotlb.kernel.slot.Admission.Bouncing;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.workload.Direction;
import swiotlb.workload.DriverSpec;

/** A device whose requests are lists of three pages, each mapped on its own. */
class DeviceListsTest {
  private static final int BUFFERS = 3;

  private final DeviceKit kit = new DeviceKit();

  @BeforeEach
  void cutRequestsIntoPages() {
    kit.blockBytes = BUFFERS * PAGE;
    kit.maxSegmentBytes = PAGE;
  }

  private void started() {
    kit.beginWithPool().startRun(0);
  }

  private DeviceReport played() {
    started();
    kit.play();
    return kit.report();
  }

  /** The next buffers are served, as soon as they are asked for. */
  private List<Area.MapRequest> served(int buffers) {
    var requests = new ArrayList<Area.MapRequest>();
    for (var i = 0; i < buffers; i++) {
      kit.playToArea();
      var request = kit.request();
      requests.add(request);
      kit.serve(request);
    }
    return requests;
  }

  private static List<Long> numbers(List<Area.MapRequest> requests) {
    return requests.stream().map(request -> request.request().mapping()).toList();
  }

  private List<Long> unmapped(int buffers) {
    var numbers = new ArrayList<Long>();
    for (var i = 0; i < buffers; i++) {
      kit.playToArea();
      numbers.add(kit.unmap().mapping());
    }
    return numbers;
  }

  /** All but the last buffer are served, and that is refused. */
  private List<Long> refusedAtTheLast() {
    started();
    var served = served(BUFFERS - 1);
    kit.playToArea();
    kit.fail(kit.request());
    return numbers(served);
  }

  // Cut into pieces.

  @Test
  void noPieceIsLargerThanTheDriverAllows() {
    kit.blockBytes = 10_000;
    started();
    assertThat(served(BUFFERS))
        .extracting(request -> request.request().demand().sizeBytes())
        .containsExactly(4096L, 4096L, 1808L);
  }

  @Test
  void thePiecesOfARunOfMemoryAreAdjacent() {
    started();
    var requests = served(BUFFERS);
    var first = requests.get(0).request().demand().originalAddress();
    assertThat(requests)
        .extracting(request -> request.request().demand().originalAddress())
        .containsExactly(first, first + PAGE, first + 2 * PAGE);
  }

  @Test
  void noTwoBuffersOfAnyDevicesHaveTheSameNumber() {
    kit.devices = 2;
    kit.number = 1;
    started();
    assertThat(numbers(served(BUFFERS))).containsExactly(1L, 3L, 5L);
  }

  @Test
  void theNumbersOfTheNextRequestFollow() {
    kit.count = 2;
    started();
    served(BUFFERS);
    unmapped(BUFFERS);
    assertThat(numbers(served(BUFFERS))).containsExactly(3L, 4L, 5L);
  }

  @Test
  void whatIsMappedBesideTheDataComesFirst() {
    kit.extraBuffers = List.of(new DriverSpec.ExtraBuffer(64, 16, Direction.BIDIRECTIONAL));
    started();
    assertThat(served(BUFFERS + 1).get(0).request().demand().sizeBytes())
        .isEqualTo(64 + BUFFERS * 16);
  }

  // Mapped.

  @Test
  void theNextBufferIsAskedForWhenTheOneBeforeIsCopied() {
    started();
    served(1);
    assertThat(kit.playToArea()).isEqualTo(COPY_NS);
  }

  @Test
  void nobodyAsksForTheNextBufferBeforeTheOneBeforeIsServed() {
    started();
    assertThat(kit.requests()).hasSize(1);
  }

  @Test
  void aListIsMappedWhereNothingMayWait() {
    started();
    assertThat(served(BUFFERS)).allMatch(request -> request.request().interrupt());
  }

  @Test
  void aSingleBufferOfAThreadMayWait() {
    kit.blockBytes = PAGE;
    started();
    assertThat(kit.request().request().interrupt()).isFalse();
  }

  @Test
  void theDeviceMovesTheListWhenItsLastBufferIsCopied() {
    started();
    served(BUFFERS);
    assertThat(kit.playNext()).isEqualTo(BUFFERS * (COPY_NS + TRANSFER_NS) + SERVICE_NS);
  }

  @Test
  void oneInterruptGivesTheWholeListBack() {
    started();
    served(BUFFERS);
    var moved = BUFFERS * (COPY_NS + TRANSFER_NS) + SERVICE_NS;
    unmapped(BUFFERS - 1);
    assertThat(kit.playToArea()).isEqualTo(moved + INTERRUPT_NS + BUFFERS * POOL_STEP_NS);
  }

  @Test
  void buffersAreGivenBackInTheOrderInWhichTheyWereMapped() {
    started();
    var numbers = numbers(served(BUFFERS));
    assertThat(unmapped(BUFFERS)).isEqualTo(numbers);
  }

  @Test
  void theNextBufferIsGivenBackWhenTheOneBeforeIs() {
    started();
    served(BUFFERS);
    kit.playToArea();
    assertThat(kit.area.getAllReceived()).hasSize(1);
  }

  @Test
  void aListIsOneRequestOfManyMappings() {
    assertThat(played())
        .extracting(DeviceReport::requests, DeviceReport::maps, DeviceReport::unmaps)
        .containsExactly(1L, 3L, 3L);
  }

  @Test
  void aDirectListAsksNoArea() {
    kit.bouncing = Bouncing.OUT_OF_REACH;
    assertThat(played().directMaps()).isEqualTo(BUFFERS);
  }

  // A buffer that cannot be mapped.

  @Test
  void theEarlierBuffersAreGivenBackInOrder() {
    var served = refusedAtTheLast();
    assertThat(unmapped(BUFFERS - 1)).isEqualTo(served);
  }

  @Test
  void whatIsUndoneIsNotCopiedBack() {
    kit.readPercent = 100;
    refusedAtTheLast();
    unmapped(1);
    assertThat(kit.playToArea()).isEqualTo(2 * (COPY_NS + POOL_STEP_NS));
  }

  @Test
  void nothingIsMovedOfAListThatWasUndone() {
    kit.retries = 1;
    refusedAtTheLast();
    unmapped(BUFFERS - 1);
    assertThat(kit.playToArea()).isEqualTo(2 * (COPY_NS + POOL_STEP_NS) + RETRY_NS);
  }

  @Test
  void theListIsTriedAgainFromItsFirstBuffer() {
    kit.retries = 1;
    var served = refusedAtTheLast();
    unmapped(BUFFERS - 1);
    assertThat(numbers(served(BUFFERS - 1))).isEqualTo(served);
  }

  @Test
  void theListIsNotTriedAgainBeforeAllIsUndone() {
    kit.retries = 1;
    refusedAtTheLast();
    kit.playToArea();
    kit.playTo(kit.timeline.nowNs() + 2 * RETRY_NS);
    assertThat(kit.area.getAllReceived()).hasSize(1);
  }

  @Test
  void whereTheFirstBufferFailsNothingIsUndone() {
    kit.retries = 1;
    started();
    kit.fail(kit.request());
    kit.playToArea();
    assertThat(kit.requests()).hasSize(1);
  }

  @Test
  void theRefusalOfABufferIsCountedOnce() {
    kit.refuses = number -> number == BUFFERS - 1;
    assertThat(played().failures()).isEqualTo(Map.of(FailureReason.TRANSIENT_REFUSED, 1L));
  }

  @Test
  void whatWasUndoneCountsAsMappedAndUnmapped() {
    kit.refuses = number -> number == BUFFERS - 1;
    assertThat(played())
        .extracting(DeviceReport::maps, DeviceReport::unmaps, DeviceReport::requests)
        .containsExactly(2L, 2L, 0L);
  }

  @Test
  void aBufferThatIsTooLargeUndoesTheEarlierOnes() {
    kit.extraBuffers = List.of(new DriverSpec.ExtraBuffer(64, 0, Direction.TO_DEVICE));
    kit.blockBytes = 300 * 1024;
    kit.maxSegmentBytes = kit.blockBytes;
    var report = played();
    assertThat(report.failures()).isEqualTo(Map.of(FailureReason.TOO_LARGE, 1L));
    assertThat(report.unmaps()).isEqualTo(1);
  }

  @Test
  void aListGivesItsCpuUpWhileItPausesBeforeTheNextTry() {
    kit.retries = 1;
    kit.depth = 2;
    kit.count = 2;
    started();
    kit.fail(kit.request());
    assertThat(kit.requests()).hasSize(1);
  }

  @Test
  void thousandsOfBuffersThatNeedNoBounceBufferAreMappedAtOnce() {
    kit.bouncing = swiotlb.kernel.slot.Admission.Bouncing.OUT_OF_REACH;
    kit.blockBytes = 4096L * PAGE;
    assertThat(played().directMaps()).isEqualTo(4096);
  }

  @Test
  void aPoolThatTheDeviceHasNotHeardOfYetIsTheNewest() {
    started();
    for (var i = 0; i < BUFFERS; i++) {
      kit.playToArea();
      var number = kit.request().request().mapping();
      kit.run(
          new swiotlb.actor.pool.MapClient.Mapped(
              number,
              kit.area.getRef(),
              99,
              DeviceKit.POOL,
              2 * i,
              0,
              swiotlb.actor.pool.SearchCost.NONE,
              swiotlb.actor.pool.BounceBuffer.NONE,
              DeviceKit.LEFT));
    }
    kit.play();
    assertThat(kit.report().unmaps()).isEqualTo(BUFFERS);
  }
}
