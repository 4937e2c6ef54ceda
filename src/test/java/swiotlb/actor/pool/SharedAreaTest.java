package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.time.RecordingTimeline;

/** What an area costs that several CPUs use, and counters that all of them use. */
class SharedAreaTest {
  private static final PoolGeometry POOL = new PoolGeometry(0x4000_0000L, 256, 1);
  private static final int SLOTS = 2;
  private static final long LOCK_NS = 10;
  private static final long HANDOVER_NS = 7;
  private static final long MOVED_NS = 1_000;
  private static final long COUNTERS_NS = 300;

  private final RecordingTimeline timeline = new RecordingTimeline();
  private final TestInbox<Allocator.Exhausted> allocator = TestInbox.create("allocator");
  private final TestInbox<MapClient.Reply> client = TestInbox.create("client");
  private final PublishedPools published = new PublishedPools(new PoolList.SearchRounds(false, 1));
  private long mapping;
  private BehaviorTestKit<Area.Command> area = area(0, 0);

  private BehaviorTestKit<Area.Command> area(long movedNs, long countersNs) {
    var costs = new AreaCosts(LOCK_NS, HANDOVER_NS, 0, 0, 0, 0, movedNs, countersNs);
    var settings =
        new Area.Settings(
            costs, false, SlotCounters.plain(), published, timeline, allocator.getRef(), false);
    return BehaviorTestKit.create(Area.create(settings, 0, POOL, 0), "area-0");
  }

  /** A mapping of a CPU, and how long it takes. */
  private long mapNs(int cpu, int slots) {
    var request = Requests.onCpu(cpu, ++mapping, slots, client.getRef());
    var list =
        PoolList.empty(new PoolList.SearchRounds(false, 1))
            .withNewest(new PoolList.Entry(0, POOL, List.of(area.getRef())));
    area.run(Area.MapRequest.first(request, list));
    return passed();
  }

  private long mapNs(int cpu) {
    return mapNs(cpu, SLOTS);
  }

  private long unmapNs(int slot) {
    area.run(new Area.Unmap(1, slot, client.getRef()));
    return passed();
  }

  /** Time goes on to the answer. */
  private long passed() {
    var deliveries = timeline.take();
    assertThat(deliveries).hasSize(1);
    var before = timeline.nowNs();
    timeline.setNowNs(deliveries.get(0).timeNs());
    return timeline.nowNs() - before;
  }

  @Test
  void theFirstCpuOfAnAreaPaysForItsLockAlone() {
    area = area(MOVED_NS, 0);
    assertThat(mapNs(3)).isEqualTo(LOCK_NS);
  }

  @Test
  void aCpuThatHadTheAreaLastPaysForItsLockAlone() {
    area = area(MOVED_NS, 0);
    mapNs(3);
    assertThat(mapNs(3)).isEqualTo(LOCK_NS);
  }

  @Test
  void anotherCpuFetchesTheAreaFromTheCachesOfTheLast() {
    area = area(MOVED_NS, 0);
    mapNs(3);
    assertThat(mapNs(1)).isEqualTo(LOCK_NS + MOVED_NS);
  }

  @Test
  void theFirstCpuThenFetchesItBackToUnmap() {
    area = area(MOVED_NS, 0);
    mapNs(3);
    mapNs(1);
    assertThat(unmapNs(0)).isEqualTo(LOCK_NS + MOVED_NS);
    assertThat(unmapNs(2)).isEqualTo(LOCK_NS + MOVED_NS);
  }

  @Test
  void aCpuThatWaitsPaysForTheHandOverToo() {
    area = area(MOVED_NS, 0);
    mapNs(3);
    timeline.setNowNs(timeline.nowNs() - LOCK_NS);
    assertThat(mapNs(1)).isEqualTo(LOCK_NS + HANDOVER_NS + LOCK_NS + MOVED_NS);
  }

  @Test
  void areasThatNothingIsChargedForMoveAtNoCost() {
    mapNs(3);
    assertThat(mapNs(1)).isEqualTo(LOCK_NS);
  }

  @Test
  void theCountersArePaidForAtEachMapAndUnmap() {
    area = area(0, COUNTERS_NS);
    assertThat(mapNs(0)).isEqualTo(LOCK_NS + COUNTERS_NS);
    assertThat(unmapNs(0)).isEqualTo(LOCK_NS + COUNTERS_NS);
  }

  @Test
  void theLockIsFreeWhileTheCountersAreBusy() {
    area = area(0, COUNTERS_NS);
    mapNs(0);
    timeline.setNowNs(LOCK_NS);
    assertThat(mapNs(0)).isEqualTo(LOCK_NS + COUNTERS_NS);
  }

  @Test
  void whoFindsNothingCountsNothing() {
    area = area(0, COUNTERS_NS);
    mapNs(0, 128);
    mapNs(0, 128);
    assertThat(mapNs(0)).isEqualTo(LOCK_NS);
  }
}
