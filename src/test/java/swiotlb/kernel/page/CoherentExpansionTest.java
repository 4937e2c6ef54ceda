package swiotlb.kernel.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import swiotlb.kernel.page.CoherentExpansion.Step;

class CoherentExpansionTest {
  private static final long AT = 0x1000_0000L;

  private static CoherentExpansion expansion(int order, boolean hasCma, boolean encrypted) {
    return new CoherentExpansion(Zone.DMA32, order, hasCma, encrypted);
  }

  @Test
  void pagesOfTheWishedOrderAreAskedForFirst() {
    var quest = expansion(5, false, false);
    assertThat(quest.step()).isEqualTo(Step.PAGES);
    assertThat(quest.order()).isEqualTo(5);
    assertThat(quest.zone()).isEqualTo(Zone.DMA32);
    quest.granted(AT);
    assertThat(quest.step()).isEqualTo(Step.DONE);
    assertThat(quest.address()).isEqualTo(AT);
    assertThat(quest.pages()).isEqualTo(32);
  }

  @Test
  void refusalsLeadToSmallerOrdersDownToAPage() {
    var quest = expansion(2, false, false);
    quest.refused();
    quest.refused();
    assertThat(quest.step()).isEqualTo(Step.PAGES);
    assertThat(quest.order()).isZero();
    quest.refused();
    assertThat(quest.step()).isEqualTo(Step.FAILED);
    assertThat(quest.leakedPages()).isZero();
  }

  @Test
  void theCmaRegionIsAskedBeforeThePageAllocatorAtEachOrder() {
    var quest = expansion(1, true, false);
    assertThat(quest.step()).isEqualTo(Step.ASK_CMA);
    quest.refused();
    assertThat(quest.step()).isEqualTo(Step.PAGES);
    assertThat(quest.order()).isEqualTo(1);
    quest.refused();
    assertThat(quest.step()).isEqualTo(Step.ASK_CMA);
    assertThat(quest.pages()).isEqualTo(1);
    quest.granted(AT);
    assertThat(quest.step()).isEqualTo(Step.DONE);
  }

  @Test
  void theCmaRegionServesDma32Only() {
    assertThat(new CoherentExpansion(Zone.DMA, 1, true, false).step()).isEqualTo(Step.PAGES);
    assertThat(new CoherentExpansion(Zone.NORMAL, 1, true, false).step()).isEqualTo(Step.PAGES);
  }

  @Test
  void encryptedPagesAreDecrypted() {
    var quest = expansion(5, false, true);
    quest.granted(AT);
    assertThat(quest.step()).isEqualTo(Step.DECRYPT);
    quest.granted();
    assertThat(quest.step()).isEqualTo(Step.DONE);
  }

  @Test
  void pagesThatAreNotSharedAreEncryptedAgainAndReturnedAndTheQuestFails() {
    var quest = expansion(5, false, true);
    quest.granted(AT);
    quest.refused();
    assertThat(quest.step()).isEqualTo(Step.ENCRYPT_AGAIN);
    quest.granted();
    assertThat(quest.step()).isEqualTo(Step.RETURN_PAGES);
    quest.granted();
    assertThat(quest.step()).isEqualTo(Step.FAILED);
    assertThat(quest.leakedPages()).isZero();
  }

  @Test
  void contiguousPagesReturnToTheCmaRegion() {
    var quest = expansion(5, true, true);
    quest.granted(AT);
    quest.refused();
    quest.granted();
    assertThat(quest.step()).isEqualTo(Step.RETURN_CMA);
    quest.granted();
    assertThat(quest.step()).isEqualTo(Step.FAILED);
  }

  @Test
  void stuckPagesLeak() {
    var quest = expansion(5, false, true);
    quest.granted(AT);
    quest.refused();
    quest.refused();
    assertThat(quest.step()).isEqualTo(Step.FAILED);
    assertThat(quest.leakedPages()).isEqualTo(32);
  }

  @Test
  void answersThatFitNoQuestionAreErrors() {
    var quest = expansion(0, false, false);
    assertThatThrownBy(quest::granted).isInstanceOf(IllegalStateException.class);
    quest.granted(AT);
    assertThatThrownBy(() -> quest.granted(AT)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(quest::refused).isInstanceOf(IllegalStateException.class);
  }
}
