package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.actor.device.DeviceKit.COPY_NS;
import static swiotlb.actor.device.DeviceKit.PAGE;
import static swiotlb.actor.device.DeviceKit.POOL;
import static swiotlb.actor.device.DeviceKit.POOL_STEP_NS;
import static swiotlb.actor.device.DeviceKit.TO_UNMAP_NS;

import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.BounceBuffer;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.SearchCost;
import swiotlb.kernel.slot.Admission.Bouncing;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.workload.DriverSpec;

/** What a device reports of a run, beside what it counts. */
class DeviceReportTest {
  private static final int SLOTS_OF_A_PAGE = 2;

  private final DeviceKit kit = new DeviceKit();

  private void started() {
    kit.beginWithPool().startRun(0);
  }

  private DeviceReport played() {
    started();
    kit.play();
    return kit.report();
  }

  // Slots.

  @Test
  void slotsAreHeldFromTheAnswerToTheUnmap() {
    assertThat(played().slots().slotNs()).isEqualTo(SLOTS_OF_A_PAGE * TO_UNMAP_NS);
  }

  @Test
  void slotsAreHeldUntilTheAreaHasThemBack() {
    started();
    kit.serve(kit.request());
    kit.playToArea();
    kit.playTo(TO_UNMAP_NS + 50);
    kit.unmap();
    assertThat(kit.report().slots().slotNs()).isEqualTo(SLOTS_OF_A_PAGE * (TO_UNMAP_NS + 50));
  }

  @Test
  void slotsThatWereNotServedAreNotHeld() {
    started();
    var request = kit.request();
    kit.playTo(1_000);
    kit.serve(request);
    kit.play();
    assertThat(kit.report().slots().slotNs()).isEqualTo(SLOTS_OF_A_PAGE * TO_UNMAP_NS);
  }

  @Test
  void theMostSlotsAtATimeAreReported() {
    kit.depth = 3;
    kit.count = 9;
    assertThat(played().slots().most()).isEqualTo(3 * SLOTS_OF_A_PAGE);
  }

  @Test
  void slotsThatWereGivenBackAreHeldNoMore() {
    kit.count = 9;
    assertThat(played().slots().most()).isEqualTo(SLOTS_OF_A_PAGE);
  }

  @Test
  void everyLifetimeIsRecorded() {
    kit.count = 9;
    assertThat(played().slots().lifetime().count()).isEqualTo(9);
  }

  @Test
  void aLifetimeIsThatOfTheSlots() {
    assertThat(played().slots().lifetime().max()).isEqualTo(TO_UNMAP_NS);
  }

  @Test
  void aDirectMappingHoldsNoSlots() {
    kit.bouncing = Bouncing.OUT_OF_REACH;
    var slots = played().slots();
    assertThat(slots.most()).isZero();
    assertThat(slots.lifetime().count()).isZero();
  }

  @Test
  void slotsOfOneRunAreNotThoseOfTheNext() {
    kit.count = 3;
    kit.depth = 3;
    var first = played().slots();
    kit.startRun(1);
    kit.play();
    assertThat(kit.report().slots().slotNs()).isEqualTo(first.slotNs());
  }

  @Test
  void whatIsForgottenIsHeldToTheEnd() {
    kit.mishaps = new DriverSpec.Mishaps(List.of(), 0, 1);
    assertThat(played().slots().slotNs()).isEqualTo(SLOTS_OF_A_PAGE * (TO_UNMAP_NS - POOL_STEP_NS));
  }

  // Time.

  @Test
  void theTimeOfTheSearchIsThatOfTheAnswer() {
    started();
    kit.run(
        new MapClient.Mapped(
            kit.request().request().mapping(),
            kit.area.getRef(),
            0,
            POOL,
            0,
            0,
            new SearchCost(2, 30, 40, 50, 60),
            BounceBuffer.NONE,
            new Area.Left(0, 2, 2, 30)));
    kit.play();
    assertThat(kit.report().time())
        .isEqualTo(new DeviceReport.TimeSpent(0, 30, 40, 50, 60, COPY_NS, 0, POOL_STEP_NS, 0));
  }

  @Test
  void aSearchInVainTakesTimeToo() {
    started();
    kit.run(
        new MapClient.MapFailed(
            kit.request().request().mapping(),
            FailureReason.NO_FREE_RUN,
            100,
            128,
            1,
            new SearchCost(2, 30, 40, 0, 0)));
    kit.play();
    assertThat(kit.report().time())
        .isEqualTo(new DeviceReport.TimeSpent(0, 30, 40, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void anUnmapSpendsTimeOnItsLockAndOnGivingBack() {
    started();
    kit.serve(kit.request());
    kit.playToArea();
    var unmap = (Area.Unmap) kit.area.receiveMessage();
    kit.run(new MapClient.Unmapped(unmap.mapping(), 2, 80, new Area.Left(0, 0, 2, 70)));
    var time = kit.report().time();
    assertThat(time.lockWaitNs()).isEqualTo(70);
    assertThat(time.releaseNs()).isEqualTo(80);
  }

  @Test
  void copiesInBothDirectionsAreCounted() {
    kit.readPercent = 100;
    kit.count = 3;
    var time = played().time();
    assertThat(time.copyInNs()).isEqualTo(3 * COPY_NS);
    assertThat(time.copyBackNs()).isEqualTo(3 * COPY_NS);
  }

  @Test
  void aDirectMappingCopiesNothing() {
    kit.bouncing = Bouncing.OUT_OF_REACH;
    assertThat(played().time()).isEqualTo(DeviceReport.TimeSpent.NONE);
  }

  @Test
  void threadsThatWaitForTheirCpuSpendTimeOnThat() {
    kit.cpus = List.of(0, 0, 0);
    assertThat(played().time().cpuWaitNs()).isEqualTo(COPY_NS + 2 * COPY_NS);
  }

  @Test
  void aThreadThatIsBusyWithItsOwnRequestsDoesNotWaitForItsCpu() {
    kit.depth = 3;
    kit.count = 3;
    assertThat(played().time().cpuWaitNs()).isZero();
  }

  // Requests.

  @Test
  void bytesAreThoseOfCompletedRequests() {
    kit.count = 5;
    kit.refuses = number -> number % 2 == 1;
    assertThat(played().bytes()).isEqualTo(3 * PAGE);
  }

  @Test
  void theEvidenceOfAReasonIsTheFailureAtTheLowestUse() {
    kit.count = 2;
    started();
    for (var used : new long[] {90, 80}) {
      kit.playToArea();
      kit.run(
          new MapClient.MapFailed(
              kit.request().request().mapping(),
              FailureReason.NO_FREE_RUN,
              used,
              128,
              4,
              SearchCost.NONE));
    }
    kit.play();
    assertThat(kit.report().evidence().get(FailureReason.NO_FREE_RUN))
        .isEqualTo(new DeviceReport.Evidence(80, 128, 4));
  }
}
