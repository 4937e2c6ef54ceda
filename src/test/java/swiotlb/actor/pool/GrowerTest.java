package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.PageAllocator.AllocateObject;
import swiotlb.actor.memory.PageAllocator.FreePages;
import swiotlb.actor.memory.PageAllocator.KernelObject;
import swiotlb.actor.memory.PageDesk;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.time.RecordingTimeline;

/** Questions to the page allocator are answered by hand. */
class GrowerTest {
  private static final long BELOW_4_GIB = (1L << 32) - 1;
  private static final long BELOW_2_GIB = (1L << 31) - 1;
  private static final long DMA_ZONE_LIMIT = (16L << 20) - 1;
  private static final long AT_1_GIB = 1L << 30;
  private static final long AT_3_GIB = 3L << 30;
  private static final long NOW_NS = 5_000;
  private static final GrowthCosts COSTS = new GrowthCosts(0, 10, 1_000, 0);

  private static final int ONE_MIB = 512;
  private static final int FOUR_MIB = 2048;
  private static final int SIXTY_FOUR_MIB = 32768;

  private final RecordingTimeline timeline = new RecordingTimeline();
  private final PageDesk pages = new PageDesk();
  private final TestInbox<Grower.Report> reports = TestInbox.create("reports");
  private BehaviorTestKit<Grower.Command> grower;

  private void grow(int defaultSlots, int defaultAreas) {
    grow(defaultSlots, defaultAreas, BELOW_4_GIB);
  }

  private void grow(int defaultSlots, int defaultAreas, long limit) {
    timeline.setNowNs(NOW_NS);
    var settings =
        new Grower.Settings(defaultSlots, defaultAreas, 10, limit, DMA_ZONE_LIMIT, COSTS, timeline);
    grower = BehaviorTestKit.create(Grower.create(settings, pages.ref()));
    growAgain();
  }

  private void growAgain() {
    grower.run(new Grower.Grow(reports.getRef()));
  }

  private Grower.Report report() {
    return timeline.takeOnly(Grower.Report.class);
  }

  @Test
  void asksForTheDescriptorFirst() {
    grow(ONE_MIB, 1);
    assertThat(pages.next())
        .isInstanceOfSatisfying(
            AllocateObject.class,
            asked -> assertThat(asked.object()).isEqualTo(KernelObject.POOL_DESCRIPTOR));
  }

  @Test
  void mayWaitForPages() {
    grow(ONE_MIB, 1);
    pages.grantObject(grower);
    assertThat(pages.pagesQuestion().mayWait()).isTrue();
  }

  @Test
  void asksTheZoneInWhichEveryPageLiesBelowTheLimit() {
    grow(ONE_MIB, 1);
    pages.grantObject(grower);
    assertThat(pages.pagesQuestion().zone()).isEqualTo(Zone.DMA32);
  }

  @Test
  void reportsThePagesThatItWasGranted() {
    grow(ONE_MIB, 2);
    pages.grantObject(grower);
    pages.grantPages(grower, AT_1_GIB);
    pages.grantObject(grower);
    assertThat(report())
        .isEqualTo(new Grower.Found(new PoolGeometry(AT_1_GIB, ONE_MIB, 2), 3 * 10 + 1_000));
  }

  @Test
  void theReportArrivesWhenTheQuestionsAndTheMemoryArePaidFor() {
    grow(ONE_MIB, 1);
    pages.grantObject(grower);
    pages.grantPages(grower, AT_1_GIB);
    pages.grantObject(grower);
    assertThat(timeline.take())
        .extracting(RecordingTimeline.Delivery::timeNs)
        .containsExactly(NOW_NS + 3 * 10 + 1_000);
  }

  @Test
  void reportsToWhoeverAsked() {
    grow(ONE_MIB, 1);
    pages.refuse(grower);
    assertThat(timeline.take().get(0).to()).isEqualTo(reports.getRef());
  }

  @Test
  void asksForNoMoreThanTheLargestBlockOfPages() {
    grow(SIXTY_FOUR_MIB, 32);
    pages.grantObject(grower);
    assertThat(pages.pagesQuestion().order()).isEqualTo(10);
  }

  @Test
  void areasOfACappedPoolHaveAtLeastASlotSetEach() {
    grow(SIXTY_FOUR_MIB, 32);
    pages.grantObject(grower);
    pages.grantPages(grower, AT_1_GIB);
    pages.grantObject(grower);
    assertThat(((Grower.Found) report()).range())
        .isEqualTo(new PoolGeometry(AT_1_GIB, FOUR_MIB, 16));
  }

  @Test
  void halvesItsWishWhenPagesAreRefused() {
    grow(FOUR_MIB, 1);
    pages.grantObject(grower);
    pages.refuse(grower);
    assertThat(pages.pagesQuestion().order()).isEqualTo(9);
  }

  @Test
  void aHalvedPoolHasFewerAreas() {
    grow(FOUR_MIB, 16);
    pages.grantObject(grower);
    pages.refuse(grower);
    pages.grantPages(grower, AT_1_GIB);
    pages.grantObject(grower);
    assertThat(((Grower.Found) report()).range()).isEqualTo(new PoolGeometry(AT_1_GIB, 1024, 8));
  }

  @Test
  void givesUpWhenOneMebibyteIsRefused() {
    grow(FOUR_MIB, 1);
    pages.grantObject(grower);
    pages.refuse(grower);
    pages.refuse(grower);
    pages.refuse(grower);
    assertThat(report()).isEqualTo(new Grower.Failed(ONE_MIB, 4 * 10));
  }

  @Test
  void aDefaultSizeBelowOneMebibyteIsAskedForOnce() {
    grow(256, 1);
    pages.grantObject(grower);
    pages.refuse(grower);
    assertThat(report()).isEqualTo(new Grower.Failed(256, 2 * 10));
  }

  @Test
  void asksForNoPagesWithoutADescriptor() {
    grow(FOUR_MIB, 1);
    pages.refuse(grower);
    assertThat(pages.questions()).isEmpty();
    assertThat(report()).isEqualTo(new Grower.Failed(FOUR_MIB, 10));
  }

  @Test
  void returnsThePagesAndGivesUpWithoutASlotTable() {
    grow(FOUR_MIB, 1);
    pages.grantObject(grower);
    pages.grantPages(grower, AT_1_GIB);
    pages.refuse(grower);
    assertThat(pages.questions()).containsExactly(new FreePages(AT_1_GIB, 10));
    assertThat(report()).isEqualTo(new Grower.Failed(FOUR_MIB, 3 * 10));
  }

  @Test
  void givesPagesAboveTheLimitBackAndAsksTheNextLowerZone() {
    grow(ONE_MIB, 1, BELOW_2_GIB);
    pages.grantObject(grower);
    pages.grantPages(grower, AT_3_GIB);
    assertThat(pages.next()).isEqualTo(new FreePages(AT_3_GIB, 8));
    assertThat(pages.pagesQuestion().zone()).isEqualTo(Zone.DMA);
  }

  @Test
  void halvesItsWishWhenTheLowestZoneIsAboveTheLimitToo() {
    grow(FOUR_MIB, 1, BELOW_2_GIB);
    pages.grantObject(grower);
    pages.grantPages(grower, AT_3_GIB);
    pages.next();
    pages.grantPages(grower, AT_3_GIB);
    pages.next();
    assertThat(pages.pagesQuestion().order()).isEqualTo(9);
  }

  @Test
  void nothingIsReportedBeforeTheEnd() {
    grow(ONE_MIB, 1);
    pages.grantObject(grower);
    pages.grantPages(grower, AT_1_GIB);
    assertThat(timeline.take()).isEmpty();
  }

  @Test
  void aSecondAttemptBeginsAtTheFullWish() {
    grow(FOUR_MIB, 1);
    pages.grantObject(grower);
    pages.refuse(grower);
    pages.refuse(grower);
    pages.refuse(grower);
    growAgain();
    pages.grantObject(grower);
    assertThat(pages.pagesQuestion().order()).isEqualTo(10);
  }

  @Test
  void aSecondAttemptPaysOnlyForItsOwnQuestions() {
    grow(ONE_MIB, 1);
    pages.refuse(grower);
    report();
    growAgain();
    pages.refuse(grower);
    assertThat(report()).isEqualTo(new Grower.Failed(ONE_MIB, 10));
  }

  @Test
  void aPoolCostsMoreTheLargerTheOrderOfItsPages() {
    var byOrder = new GrowthCosts(0, 10, 7, 1_000, 0, WorkerTail.NONE);
    assertThat(byOrder.poolNs(3, 1 << 20)).isEqualTo(3 * 10 + 8 * 7 + 1_000);
    assertThat(byOrder.poolNs(3, 4 << 20)).isEqualTo(3 * 10 + 10 * 7 + 4 * 1_000);
    assertThat(byOrder.poolNs(3, (1 << 20) + 1)).isEqualTo(3 * 10 + 9 * 7 + 1_000);
  }

  @Test
  void whereNoPagesWereHadOnlyTheQuestionsCost() {
    var byOrder = new GrowthCosts(0, 10, 7, 1_000, 0, WorkerTail.NONE);
    assertThat(byOrder.poolNs(3, 0)).isEqualTo(3 * 10);
  }
}
