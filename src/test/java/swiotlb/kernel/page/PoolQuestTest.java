package swiotlb.kernel.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import swiotlb.kernel.page.PoolQuest.Step;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SlotUnits;

class PoolQuestTest {
  private static final SlotUnits REBUILT = new SlotUnits(4096, 256);

  @Test
  void aRebuiltKernelGrowsByTheSameBytes() {
    var quest = PoolQuest.growth(REBUILT, 16_384, 8, 10, FOUR_GIB, DMA_ZONE, false);
    assertThat(quest.slots()).isEqualTo(1024);
    quest.granted();
    assertThat(quest.order()).isEqualTo(10);
    quest.refused();
    assertThat(quest.slots()).isEqualTo(512);
    assertThat(quest.order()).isEqualTo(9);
    quest.granted(0x4000_0000L);
    quest.granted();
    assertThat(quest.geometry()).isEqualTo(new PoolGeometry(0x4000_0000L, 512, 2, REBUILT));
  }

  @Test
  void aTransientPoolOfLargeSlotsHasTheirPages() {
    var quest = PoolQuest.transientPool(REBUILT, 3, FOUR_GIB, DMA_ZONE, false);
    assertThat(quest.order()).isEqualTo(2);
  }

  private static final long FOUR_GIB = 0xffff_ffffL;
  private static final long DMA_ZONE = 0xff_ffffL;

  private static PoolQuest growth(int slots, int areas) {
    var quest = PoolQuest.growth(slots, areas, 10, FOUR_GIB, DMA_ZONE);
    assertThat(quest.step()).isEqualTo(Step.DESCRIPTOR);
    quest.granted();
    return quest;
  }

  @Test
  void aPoolOfTheDefaultSizeIsAskedForFirst() {
    var quest = growth(512, 4);
    assertThat(quest.order()).isEqualTo(8);
    assertThat(quest.zone()).isEqualTo(Zone.DMA32);
    quest.granted(0x1000_0000L);
    assertThat(quest.step()).isEqualTo(Step.SLOT_TABLE);
    quest.granted();
    assertThat(quest.geometry()).isEqualTo(new PoolGeometry(0x1000_0000L, 512, 4));
  }

  @Test
  void theWishIsCappedAtFourMebibytesAndAreasFollow() {
    var quest = growth(32768, 32);
    assertThat(quest.order()).isEqualTo(10);
    quest.granted(0x1000_0000L);
    quest.granted();
    assertThat(quest.geometry().areas()).isEqualTo(16);
  }

  @Test
  void refusalHalvesTheWishDownToOneMebibyte() {
    var quest = growth(2048, 4);
    quest.refused();
    assertThat(quest.order()).isEqualTo(9);
    quest.refused();
    assertThat(quest.order()).isEqualTo(8);
    quest.refused();
    assertThat(quest.step()).isEqualTo(Step.FAILED);
  }

  @Test
  void aDefaultBelowOneMebibyteIsAskedForOnce() {
    var quest = growth(256, 1);
    assertThat(quest.order()).isEqualTo(7);
    quest.refused();
    assertThat(quest.step()).isEqualTo(Step.FAILED);
  }

  @Test
  void areasShrinkOnlyWithAHalving() {
    var whole = growth(1024, 32);
    whole.granted(0x1000_0000L);
    whole.granted();
    assertThat(whole.geometry().areas()).isEqualTo(32);

    var halved = growth(1024, 32);
    halved.refused();
    halved.granted(0x1000_0000L);
    halved.granted();
    assertThat(halved.geometry().areas()).isEqualTo(4);
  }

  @Test
  void anAddressAboveTheLimitIsGivenBackAndTheNextLowerZoneAsked() {
    var quest = PoolQuest.transientPool(128, 0x3fff_ffff_ffL, DMA_ZONE);
    quest.granted();
    assertThat(quest.zone()).isEqualTo(Zone.NORMAL);
    quest.granted(0x4000_0000_00L);
    assertThat(quest.step()).isEqualTo(Step.RETURN_PAGES);
    assertThat(quest.address()).isEqualTo(0x4000_0000_00L);
    quest.granted();
    assertThat(quest.step()).isEqualTo(Step.PAGES);
    assertThat(quest.zone()).isEqualTo(Zone.DMA32);
    quest.refused();
    assertThat(quest.step()).isEqualTo(Step.FAILED);
  }

  @Test
  void theLimitCountsThePoolsBytesNotTheWholeBlock() {
    var quest = PoolQuest.transientPool(3, 0x1000_17ffL, DMA_ZONE);
    quest.granted();
    assertThat(quest.order()).isEqualTo(1);
    quest.granted(0x1000_0000L);
    assertThat(quest.step()).isEqualTo(Step.SLOT_TABLE);
  }

  @Test
  void belowTheLowestZoneAnAddressAboveTheLimitEndsTheAttempt() {
    var quest = PoolQuest.transientPool(1, 0xffff, DMA_ZONE);
    quest.granted();
    assertThat(quest.zone()).isEqualTo(Zone.DMA);
    quest.granted(0x10_0000L);
    quest.granted();
    assertThat(quest.step()).isEqualTo(Step.FAILED);
  }

  @Test
  void withoutADescriptorNoPagesAreAskedFor() {
    var quest = PoolQuest.growth(2048, 4, 10, FOUR_GIB, DMA_ZONE);
    quest.refused();
    assertThat(quest.step()).isEqualTo(Step.FAILED);
  }

  @Test
  void withoutASlotTableThePagesGoBackAndNothingIsHalved() {
    var quest = growth(2048, 4);
    quest.granted(0x1000_0000L);
    quest.refused();
    assertThat(quest.step()).isEqualTo(Step.RETURN_PAGES);
    quest.granted();
    assertThat(quest.step()).isEqualTo(Step.FAILED);
  }

  @Test
  void answersThatFitNoQuestionAreErrors() {
    var quest = PoolQuest.growth(512, 4, 10, FOUR_GIB, DMA_ZONE);
    assertThatThrownBy(() -> quest.granted(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(quest::geometry).isInstanceOf(IllegalStateException.class);
    quest.granted();
    assertThatThrownBy(quest::granted).isInstanceOf(IllegalStateException.class);
  }

  private static PoolQuest encryptedGrowth(int slots) {
    var quest = PoolQuest.growth(SlotUnits.DEFAULT, slots, 4, 10, FOUR_GIB, DMA_ZONE, true);
    quest.granted();
    quest.granted(0x1000_0000L);
    assertThat(quest.step()).isEqualTo(Step.DECRYPT);
    return quest;
  }

  @Test
  void encryptedPagesAreDecryptedBeforeTheSlotTable() {
    var quest = encryptedGrowth(512);
    quest.granted();
    assertThat(quest.step()).isEqualTo(Step.SLOT_TABLE);
    quest.granted();
    assertThat(quest.geometry()).isEqualTo(new PoolGeometry(0x1000_0000L, 512, 4));
    assertThat(quest.leakedPages()).isZero();
  }

  @Test
  void encryptedPagesAboveTheLimitAreGivenBackAsTheyAre() {
    var quest = PoolQuest.transientPool(SlotUnits.DEFAULT, 128, 0x3fff_ffff_ffL, DMA_ZONE, true);
    quest.granted();
    quest.granted(0x4000_0000_00L);
    assertThat(quest.step()).isEqualTo(Step.RETURN_PAGES);
  }

  @Test
  void pagesThatAreNotSharedAreEncryptedAgainAndTheNextLowerZoneIsAsked() {
    var quest = encryptedGrowth(512);
    quest.refused();
    assertThat(quest.step()).isEqualTo(Step.ENCRYPT_AGAIN);
    quest.granted();
    assertThat(quest.step()).isEqualTo(Step.RETURN_PAGES);
    assertThat(quest.address()).isEqualTo(0x1000_0000L);
    quest.granted();
    assertThat(quest.step()).isEqualTo(Step.PAGES);
    assertThat(quest.zone()).isEqualTo(Zone.DMA);
    assertThat(quest.order()).isEqualTo(8);
    assertThat(quest.leakedPages()).isZero();
  }

  @Test
  void pagesThatAreStuckWithTheHypervisorLeak() {
    var quest = encryptedGrowth(512);
    quest.refused();
    quest.refused();
    assertThat(quest.step()).isEqualTo(Step.PAGES);
    assertThat(quest.zone()).isEqualTo(Zone.DMA);
    assertThat(quest.leakedPages()).isEqualTo(256);
  }

  @Test
  void belowTheLowestZoneAnUnsharedPoolIsHalvedAndEachLeakCountsItsOwnPages() {
    var quest = encryptedGrowth(1024);
    quest.refused();
    quest.refused();
    quest.granted(0x20_0000L);
    quest.refused();
    quest.refused();
    assertThat(quest.step()).isEqualTo(Step.PAGES);
    assertThat(quest.zone()).isEqualTo(Zone.DMA32);
    assertThat(quest.order()).isEqualTo(8);
    assertThat(quest.leakedPages()).isEqualTo(2 * 512);
  }

  @Test
  void withoutASlotTableDecryptedPagesAreEncryptedBeforeTheyGoBack() {
    var quest = encryptedGrowth(2048);
    quest.granted();
    quest.refused();
    assertThat(quest.step()).isEqualTo(Step.ENCRYPT_AGAIN);
    quest.granted();
    assertThat(quest.step()).isEqualTo(Step.RETURN_PAGES);
    quest.granted();
    assertThat(quest.step()).isEqualTo(Step.FAILED);
    assertThat(quest.leakedPages()).isZero();
  }

  @Test
  void withoutASlotTableStuckPagesLeakAndTheQuestFails() {
    var quest = encryptedGrowth(2048);
    quest.granted();
    quest.refused();
    quest.refused();
    assertThat(quest.step()).isEqualTo(Step.FAILED);
    assertThat(quest.leakedPages()).isEqualTo(1024);
  }
}
