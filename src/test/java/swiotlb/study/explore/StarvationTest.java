package swiotlb.study.explore;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.BounceBuffer;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;
import swiotlb.actor.pool.Request;
import swiotlb.actor.pool.SearchCost;
import swiotlb.actor.pool.Throttle;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.time.Sent;

/** Who is passed over too often starves; who waits for messages alone does not. */
class StarvationTest {
  private static final PoolGeometry POOL = new PoolGeometry(1 << 20, 256, 1);
  private static final int SMALL = 4 << 10;
  private static final int LARGE = 64 << 10;

  private final TestInbox<MapClient.Reply> client = TestInbox.create();
  private final TestInbox<Area.Command> area = TestInbox.create();
  private final Starvation law = new Starvation(2);
  private long messages;

  private @Nullable String told(long id, long cause, Object message) {
    return law.broken(new Sent(id, cause, 0, 0, 0, "/a", "/b", message));
  }

  private @Nullable String told(Object message) {
    return told(++messages, 0, message);
  }

  private Throttle.Enter enter(long mapping) {
    return new Throttle.Enter(mapping, true, client.getRef());
  }

  private Area.MapRequest search(long mapping, int bytes) {
    var demand = Demand.ofBuffer(DeviceLimits.NONE, 0, bytes, 0);
    var request = new Request(mapping, 0, false, demand, Long.MAX_VALUE, false, client.getRef());
    var list =
        PoolList.empty(new PoolList.SearchRounds(false, 1))
            .withNewest(new PoolList.Entry(0, POOL, java.util.List.of(area.getRef())));
    return Area.MapRequest.first(request, list);
  }

  private MapClient.Mapped mapped(long mapping) {
    return new MapClient.Mapped(
        mapping,
        area.getRef(),
        0,
        POOL,
        2,
        0,
        SearchCost.NONE,
        BounceBuffer.NONE,
        new Area.Left(0, 2, 4, 0));
  }

  private static MapClient.MapFailed failed(long mapping) {
    return new MapClient.MapFailed(mapping, FailureReason.NO_FREE_RUN, 0, 0, 0, SearchCost.NONE);
  }

  private void holdsFirst() {
    told(enter(1));
    told(new MapClient.Throttled(1));
  }

  private void passes(long mapping, int bytes) {
    told(search(mapping, bytes));
    told(mapped(mapping));
  }

  @Test
  void whoIsHeldWhileMoreThanSoManyPassStarves() {
    holdsFirst();
    passes(2, SMALL);
    passes(3, SMALL);
    passes(4, SMALL);
    assertThat(told(new MapClient.Admitted(1, true)))
        .isEqualTo("mapping 1 is held while 3 requests that came later get their slots");
  }

  @Test
  void soManyMayPass() {
    holdsFirst();
    passes(2, SMALL);
    passes(3, SMALL);
    assertThat(told(new MapClient.Admitted(1, true))).isNull();
  }

  @Test
  void whoCameBeforeDoesNotPass() {
    for (var mapping = 2; mapping < 5; mapping++) {
      told(search(mapping, SMALL));
    }
    holdsFirst();
    for (var mapping = 2; mapping < 5; mapping++) {
      told(mapped(mapping));
    }
    assertThat(told(new MapClient.Admitted(1, true))).isNull();
  }

  @Test
  void theFurtherBuffersOfAListCameWithItsFirst() {
    holdsFirst();
    told(search(2, SMALL));
    told(mapped(2));
    for (var mapping = 3; mapping < 6; mapping++) {
      told(messages + 1, messages, search(mapping, SMALL));
      messages++;
      told(mapped(mapping));
    }
    assertThat(told(new MapClient.Admitted(1, true))).isNull();
  }

  @Test
  void whoIsLetInAndHearsOfItLateDoesNotStarve() {
    holdsFirst();
    var letIn = ++messages;
    passes(2, SMALL);
    passes(3, SMALL);
    passes(4, SMALL);
    assertThat(told(letIn, 0, new MapClient.Admitted(1, true))).isNull();
  }

  private @Nullable String triesInVain(int bytesOfOthers) {
    String starved = null;
    for (var tries = 0; tries < 3; tries++) {
      told(search(1, LARGE));
      passes(10 + tries, bytesOfOthers);
      starved = told(failed(1));
    }
    return starved;
  }

  @Test
  void whoFailsAgainAndAgainWhileOthersAreServedStarves() {
    assertThat(triesInVain(LARGE))
        .isEqualTo(
            "mapping 1 fails at 3 tries, while requests that came later and want no less get slots");
  }

  @Test
  void thatSmallerOnesFindRoomIsNoStarvation() {
    assertThat(triesInVain(SMALL)).isNull();
  }

  @Test
  void aTryThatIsMadeLateIsOneTry() {
    told(search(1, SMALL));
    told(failed(1));
    for (var mapping = 2; mapping < 20; mapping++) {
      passes(mapping, SMALL);
    }
    told(search(1, SMALL));
    assertThat(told(failed(1))).isNull();
  }
}
