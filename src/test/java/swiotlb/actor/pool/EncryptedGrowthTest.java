package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.memory.EncryptionDesk;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.actor.memory.PageAllocator.AllocateObject;
import swiotlb.actor.memory.PageAllocator.FreePages;
import swiotlb.actor.memory.PageAllocator.KernelObject;
import swiotlb.actor.memory.PageDesk;
import swiotlb.kernel.page.PageStates;
import swiotlb.kernel.page.PlentifulMemory;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.time.RecordingTimeline;
import swiotlb.time.Stage;
import swiotlb.time.Timeline;

/** Growth where pages must be shared with the hypervisor, which a test answers for by hand. */
class EncryptedGrowthTest {
  private static final long BELOW_4_GIB = (1L << 32) - 1;
  private static final long DMA_ZONE_LIMIT = (16L << 20) - 1;
  private static final long AT_1_GIB = 1L << 30;
  private static final long AT_8_MIB = 8L << 20;
  private static final GrowthCosts COSTS = new GrowthCosts(0, 10, 1_000, 0);
  private static final int ONE_MIB = 512;
  private static final int TWO_MIB = 1024;
  private static final int PAGES_OF_1_MIB = 256;

  private final RecordingTimeline timeline = new RecordingTimeline();
  private final PageDesk pages = new PageDesk();
  private final EncryptionDesk hypervisor = new EncryptionDesk();
  private final TestInbox<Grower.Report> reports = TestInbox.create("reports");
  private BehaviorTestKit<Grower.Command> grower;

  private static Grower.Settings settings(
      int slots, ActorRef<Encryption.Command> encryption, Timeline timeline) {
    return new Grower.Settings(
        SlotUnits.DEFAULT,
        slots,
        1,
        10,
        BELOW_4_GIB,
        DMA_ZONE_LIMIT,
        Optional.of(encryption),
        COSTS,
        timeline);
  }

  /** The worker has asked for the pages of a pool and has got them. */
  private void gotPages(int slots) {
    var settings = settings(slots, hypervisor.ref(), timeline);
    grower = BehaviorTestKit.create(Grower.create(settings, pages.ref()));
    grower.run(new Grower.Grow(reports.getRef()));
    pages.grantObject(grower);
    pages.grantPages(grower, AT_1_GIB);
  }

  /** The hypervisor refuses to share what was got, and makes it private again. */
  private void refusesToShare() {
    hypervisor.refuse(grower);
    hypervisor.grant(grower);
  }

  private Grower.Report report() {
    return timeline.takeOnly(Grower.Report.class);
  }

  @Test
  void allPagesOfThePoolAreShared() {
    gotPages(ONE_MIB);
    var wish = hypervisor.decrypt();
    assertThat(wish.address()).isEqualTo(AT_1_GIB);
    assertThat(wish.pages()).isEqualTo(PAGES_OF_1_MIB);
  }

  @Test
  void theSlotTableIsAskedForWhenThePagesAreShared() {
    gotPages(ONE_MIB);
    assertThat(pages.questions()).isEmpty();
    hypervisor.grant(grower);
    assertThat(pages.next())
        .isInstanceOfSatisfying(
            AllocateObject.class,
            asked -> assertThat(asked.object()).isEqualTo(KernelObject.SLOT_TABLE));
  }

  @Test
  void aSharedPoolIsReported() {
    gotPages(ONE_MIB);
    hypervisor.grant(grower);
    pages.grantObject(grower);
    assertThat(report())
        .isEqualTo(new Grower.Found(new PoolGeometry(AT_1_GIB, ONE_MIB, 1), 3 * 10 + 1_000));
  }

  @Test
  void pagesThatAreNotSharedAreMadePrivateAgain() {
    gotPages(ONE_MIB);
    hypervisor.refuse(grower);
    var wish = hypervisor.encrypt();
    assertThat(wish.address()).isEqualTo(AT_1_GIB);
    assertThat(wish.pages()).isEqualTo(PAGES_OF_1_MIB);
  }

  @Test
  void pagesAreNotGivenBackBeforeTheyArePrivate() {
    gotPages(ONE_MIB);
    hypervisor.refuse(grower);
    assertThat(pages.questions()).isEmpty();
  }

  @Test
  void aRefusalIsFollowedByTheNextLowerZone() {
    gotPages(ONE_MIB);
    refusesToShare();
    assertThat(pages.next()).isEqualTo(new FreePages(AT_1_GIB, 8));
    assertThat(pages.pagesQuestion().zone()).isEqualTo(Zone.DMA);
  }

  @Test
  void theWishIsHalvedWhenTheLowestZoneIsNotSharedEither() {
    gotPages(TWO_MIB);
    refusesToShare();
    pages.next();
    pages.grantPages(grower, AT_8_MIB);
    refusesToShare();
    pages.next();
    var question = pages.pagesQuestion();
    assertThat(question.order()).isEqualTo(8);
    assertThat(question.zone()).isEqualTo(Zone.DMA32);
  }

  @Test
  void growthFailsWhenOneMebibyteIsNotShared() {
    gotPages(ONE_MIB);
    refusesToShare();
    pages.next();
    pages.grantPages(grower, AT_8_MIB);
    refusesToShare();
    assertThat(report()).isEqualTo(new Grower.Failed(ONE_MIB, 3 * 10));
  }

  @Test
  void pagesThatAreStuckAreNeverGivenBack() {
    gotPages(ONE_MIB);
    hypervisor.refuse(grower);
    hypervisor.refuse(grower);
    assertThat(pages.pagesQuestion().zone()).isEqualTo(Zone.DMA);
  }

  @Test
  void withoutASlotTableThePagesAreMadePrivateAndGivenBack() {
    gotPages(ONE_MIB);
    hypervisor.grant(grower);
    pages.refuse(grower);
    assertThat(pages.questions()).isEmpty();
    hypervisor.grant(grower);
    assertThat(pages.questions()).containsExactly(new FreePages(AT_1_GIB, 8));
    assertThat(report()).isEqualTo(new Grower.Failed(ONE_MIB, 3 * 10));
  }

  @Test
  void withoutASlotTablePagesThatAreStuckAreLost() {
    gotPages(ONE_MIB);
    hypervisor.grant(grower);
    pages.refuse(grower);
    hypervisor.refuse(grower);
    assertThat(pages.questions()).isEmpty();
    assertThat(report()).isInstanceOf(Grower.Failed.class);
  }

  @Test
  void theReportArrivesWhenTheHypervisorIsPaidForToo() {
    try (var stage = new Stage()) {
      var encryption =
          stage.enter(
              Encryption.create(
                  new PageStates(0, 0, 0, new SplittableRandom(1)),
                  new Encryption.Costs(7, 100, 0),
                  stage.timeline()),
              "encryption");
      var memory =
          stage.enter(
              PageAllocator.create(new PlentifulMemory(2L << 30, DMA_ZONE_LIMIT, List.of())),
              "pages");
      var worker =
          stage.enter(
              Grower.create(settings(ONE_MIB, encryption, stage.timeline()), memory), "grower");
      stage.at(0, worker, new Grower.Grow(stage.listener("reports")));
      stage.play();
      assertThat(stage.toldAtNs("reports", Grower.Found.class))
          .isEqualTo(7 + PAGES_OF_1_MIB * 100 + 3 * 10 + 1_000);
    }
  }
}
