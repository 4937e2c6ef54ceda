package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.PageAllocator.FreeContiguous;
import swiotlb.actor.memory.PageAllocator.FreePages;
import swiotlb.actor.memory.PageDesk;
import swiotlb.kernel.policy.GrowthPolicy;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.time.RecordingTimeline;

/** Growth that is not the kernel's: other sizes, a region for contiguous allocations, and back. */
class GrowthDesignTest {
  private static final long BELOW_4_GIB = (1L << 32) - 1;
  private static final long DMA_ZONE_LIMIT = (16L << 20) - 1;
  private static final long AT_1_GIB = 1L << 30;
  private static final int SIXTEEN_MIB = 8192;
  private static final int FOUR_MIB = 2048;
  private static final int ONE_MIB = 512;
  private static final long MIGRATION_NS = 100;
  private static final GrowthPolicy.Source REGION = new GrowthPolicy.Source(true, MIGRATION_NS);

  private final RecordingTimeline timeline = new RecordingTimeline();
  private final PageDesk pages = new PageDesk();
  private final TestInbox<Grower.Report> reports = TestInbox.create("reports");
  private final BehaviorTestKit<Grower.Command> grower =
      BehaviorTestKit.create(
          Grower.create(
              new Grower.Settings(
                  SIXTEEN_MIB, 64, 10, BELOW_4_GIB, DMA_ZONE_LIMIT, GrowthCosts.FREE, timeline),
              pages.ref()));

  private void grow(int slots, GrowthPolicy.Source source) {
    grower.run(new Grower.GrowOtherwise(slots, source, reports.getRef()));
    pages.grantObject(grower);
  }

  private Grower.Report foundInRegion(int slots) {
    grow(slots, REGION);
    pages.grantContiguous(grower, AT_1_GIB);
    pages.grantObject(grower);
    return timeline.takeOnly(Grower.Found.class);
  }

  @Test
  void aPoolOfARegionIsAsLargeAsWishedForWithAllItsAreas() {
    assertThat(foundInRegion(SIXTEEN_MIB))
        .isEqualTo(
            new Grower.Found(new PoolGeometry(AT_1_GIB, SIXTEEN_MIB, 64), 16 * MIGRATION_NS));
  }

  @Test
  void whatDoesNotFitTheRegionIsHalved() {
    grow(SIXTEEN_MIB, REGION);
    pages.refuse(grower);
    assertThat(pages.contiguousQuestion().pages()).isEqualTo(2048);
  }

  @Test
  void afterTheRegionThePageAllocatorIsAskedAsTheKernelDoes() {
    grow(ONE_MIB, REGION);
    pages.refuse(grower);
    assertThat(pages.pagesQuestion().order()).isEqualTo(8);
  }

  @Test
  void afterALargeWishThePageAllocatorIsAskedForItsLargestBlock() {
    grow(SIXTEEN_MIB, REGION);
    for (var slots = SIXTEEN_MIB; slots >= ONE_MIB; slots /= 2) {
      pages.refuse(grower);
    }
    pages.grantPages(grower, AT_1_GIB);
    pages.grantObject(grower);
    assertThat(timeline.takeOnly(Grower.Found.class))
        .isEqualTo(new Grower.Found(new PoolGeometry(AT_1_GIB, FOUR_MIB, 16), 0));
  }

  @Test
  void aSmallerWishHasFewerAreas() {
    grow(ONE_MIB, GrowthPolicy.Source.PAGE_ALLOCATOR);
    pages.grantPages(grower, AT_1_GIB);
    pages.grantObject(grower);
    assertThat(timeline.takeOnly(Grower.Found.class).range().areas()).isEqualTo(4);
  }

  @Test
  void aWishForNothingFailsAtOnce() {
    grower.run(new Grower.GrowOtherwise(0, GrowthPolicy.Source.PAGE_ALLOCATOR, reports.getRef()));
    reports.expectMessage(new Grower.Failed(0, 0));
  }

  private void giveBack(PoolGeometry pool) {
    grower.run(new Grower.GiveBack(pool, reports.getRef()));
    timeline.take().forEach(sent -> grower.getRef().unsafeUpcast().tell(sent.message()));
    grower.runOne();
  }

  @Test
  void aPoolOfTheRegionGoesBackThere() {
    foundInRegion(SIXTEEN_MIB);
    giveBack(new PoolGeometry(AT_1_GIB, SIXTEEN_MIB, 64));
    assertThat(pages.questions()).isEqualTo(List.of(new FreeContiguous(AT_1_GIB, 4096)));
    reports.expectMessage(new Grower.Returned());
  }

  @Test
  void aPoolOfThePageAllocatorGoesBackToIt() {
    giveBack(new PoolGeometry(AT_1_GIB, ONE_MIB, 4));
    assertThat(pages.questions()).isEqualTo(List.of(new FreePages(AT_1_GIB, 8)));
    reports.expectMessage(new Grower.Returned());
  }
}
