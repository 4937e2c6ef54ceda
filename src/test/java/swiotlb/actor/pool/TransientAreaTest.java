package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Refusal;
import swiotlb.kernel.slot.SearchOrder;
import swiotlb.time.Innermost;
import swiotlb.time.RecordingTimeline;
import swiotlb.time.Timeline;

/** A transient pool: one area for one buffer. */
class TransientAreaTest {
  private static final PoolGeometry TWO_SLOTS = new PoolGeometry(0x4000_0000L, 2, 1);
  private static final PoolList NO_POOLS = PoolList.empty(new PoolList.SearchRounds(false, 1));

  private final RecordingTimeline timeline = new RecordingTimeline();
  private final SlotCounters counters = SlotCounters.plain();
  private final List<Long> transientAtAnswers = new ArrayList<>();
  private final TestInbox<Allocator.Exhausted> allocator = TestInbox.create("allocator");
  private final TestInbox<Area.TransientEnd> parent = TestInbox.create("parent");
  private final TestInbox<MapClient.Reply> client = TestInbox.create("client");
  private final BehaviorTestKit<Area.Command> area =
      BehaviorTestKit.create(
          TransientArea.create(
              new Area.Settings(
                  AreaCosts.FREE,
                  false,
                  counters,
                  new PublishedPools(new PoolList.SearchRounds(false, 1)),
                  watched(),
                  allocator.getRef(),
                  false),
              TWO_SLOTS,
              parent.getRef()));

  /** The timeline, and what is counted when something is said. */
  private Timeline watched() {
    return new Timeline() {
      @Override
      public long nowNs() {
        return timeline.nowNs();
      }

      @Override
      public <M> void deliverAt(long timeNs, ActorRef<M> to, M message) {
        transientAtAnswers.add(counters.transientSlots());
        timeline.deliverAt(timeNs, to, message);
      }
    };
  }

  private void map(Request request) {
    area.run(
        new Area.MapRequest(
            request, NO_POOLS, SearchOrder.END, Refusal.NO_LONG_RUN, 9, SearchCost.NONE, null));
  }

  private Request fitting() {
    return Requests.of(7, 2, client.getRef());
  }

  private Request misfit() {
    return Requests.inSecondHalfOfAPage(7, client.getRef());
  }

  private void unmap() {
    area.run(new Area.Unmap(7, 0, client.getRef()));
  }

  @Test
  void servesTheRequestThatItWasMadeFor() {
    map(fitting());
    assertThat(timeline.takeOnly(MapClient.Mapped.class).isTransient()).isTrue();
  }

  @Test
  void servesARequestOfAnyCpu() {
    map(Requests.onCpu(5, 7, 2, client.getRef()));
    assertThat(timeline.takeOnly(MapClient.Mapped.class).slot()).isZero();
  }

  @Test
  void itsSlotsAreInUseAndTransient() {
    map(fitting());
    assertThat(counters.used()).isEqualTo(2);
    assertThat(counters.transientSlots()).isEqualTo(2);
  }

  @Test
  void aRequestThatDoesNotFitGoesBackToTheParent() {
    map(misfit());
    parent.expectMessage(
        new Area.TransientDoesNotFit(
            misfit(),
            TWO_SLOTS,
            9,
            new SearchCost(1, 0, 0, 0, 0),
            new Area.Refused(new Area.Left(0, 0, 0, 0), Refusal.NO_ACCEPTABLE_START, 2)));
  }

  @Test
  void stopsWhenTheRequestDoesNotFit() {
    map(misfit());
    assertThat(area.isAlive()).isFalse();
  }

  @Test
  void aMisfitWasNeverInUse() {
    map(misfit());
    assertThat(counters.hiwater()).isZero();
    assertThat(counters.transientSlots()).isZero();
  }

  @Test
  void aMisfitIsNeitherPassedOnNorAnswered() {
    map(misfit());
    assertThat(timeline.take()).isEmpty();
  }

  @Test
  void livesAsLongAsItsBuffer() {
    map(fitting());
    assertThat(area.isAlive()).isTrue();
    assertThat(parent.hasMessages()).isFalse();
  }

  @Test
  void stopsWhenItsBufferIsUnmapped() {
    map(fitting());
    unmap();
    assertThat(area.isAlive()).isFalse();
  }

  @Test
  void countersFallAtOnceWhenItsBufferIsUnmapped() {
    map(fitting());
    unmap();
    assertThat(counters.used()).isZero();
    assertThat(counters.transientSlots()).isZero();
  }

  @Test
  void whoHearsOfItsBufferFindsItCounted() {
    map(fitting());
    unmap();
    assertThat(transientAtAnswers).containsExactly(2L, 0L);
  }

  @Test
  void tellsItsParentWhichMemoryIsFreeAgain() {
    map(fitting());
    unmap();
    parent.expectMessage(new Area.TransientDone(TWO_SLOTS));
  }

  @Test
  void answersASyncLikeAnyArea() {
    map(fitting());
    area.run(new Area.Sync(7, TWO_SLOTS.start() + 4000, 4096, client.getRef()));
    client.expectMessage(new MapClient.Synced(7, 96, 0x1234_5000L + 4000));
  }

  @Test
  void isAskedNothingElse() {
    assertThat(Area.OfBuffer.class.getPermittedSubclasses())
        .containsExactlyInAnyOrder(Area.MapRequest.class, Area.Unmap.class, Area.Sync.class);
  }

  @Test
  void answersTheUnmapLikeAnyArea() {
    map(fitting());
    timeline.take();
    unmap();
    assertThat(timeline.takeOnly(MapClient.Unmapped.class).slots()).isEqualTo(2);
  }

  @Test
  void whoLooksSeesWhoseBufferItHasOnceItHasOne() {
    assertThat(use().tenant()).isNull();
    map(fitting());
    var tenant = Objects.requireNonNull(use().tenant());
    assertThat(tenant.path()).endsWith("/client");
    assertThat(tenant.sinceNs()).isEqualTo(timeline.nowNs());
    assertThat(use().used().cardinality()).isEqualTo(2);
    assertThat(use().pool()).isEqualTo(PoolList.TRANSIENT);
  }

  private SlotUse use() {
    return Innermost.of(area, SlotOwner.class).use();
  }
}
