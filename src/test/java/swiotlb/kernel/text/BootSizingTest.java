package swiotlb.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import swiotlb.kernel.page.GrowthWork;
import swiotlb.kernel.slot.SlotUnits;

class BootSizingTest {
  /** A kernel that was rebuilt with slots of 4 KiB in sets of 256. */
  private static SwiotlbParameter rebuilt(String value) {
    return rebuilt(value, new SlotUnits(4096, 256));
  }

  private static SwiotlbParameter rebuilt(String value, SlotUnits units) {
    var build = new KernelBuild(Release.DEFAULT, units.defaultPoolSlots(), false, units);
    return SwiotlbParameter.absent(build).read(value, note -> {});
  }

  @Test
  void aRebuiltKernelCountsInItsOwnSlots() {
    assertThat(BootSizing.atBoot(rebuilt(""), 4, 0, Long.MAX_VALUE))
        .isEqualTo(new BootSizing(16_384, 4, 16_384, 4));
    assertThat(BootSizing.atBoot(rebuilt("300,1"), 4, 0, Long.MAX_VALUE).slots()).isEqualTo(512);
    assertThat(BootSizing.atBoot(rebuilt("300"), 4, 0, Long.MAX_VALUE).slots()).isEqualTo(1024);
  }

  @Test
  void aRebuiltKernelHalvesDownToOneMebibyteToo() {
    assertThat(BootSizing.atBoot(rebuilt("2048"), 4, 0, 1 << 20))
        .isEqualTo(new BootSizing(256, 1, 256, 4));
    assertThat(BootSizing.atBoot(rebuilt("2048"), 4, 0, 1 << 19).slots()).isZero();
  }

  @Test
  void aRebuiltKernelIsAConfidentialGuestOfTheSameBytes() {
    var sized = BootSizing.atBoot(rebuilt(""), 4, 128L << 20, Long.MAX_VALUE);
    assertThat(sized.slots()).isEqualTo(32_768);
  }

  @Test
  void setsThatAreLargerThanTheSmallestPoolAreNotHalved() {
    var large = rebuilt("4096", new SlotUnits(2048, 1024));
    assertThat(BootSizing.atBoot(large, 1, 0, 2 << 20).slots()).isEqualTo(1024);
    assertThat(BootSizing.atBoot(large, 1, 0, 1 << 20).slots()).isZero();
  }

  @Test
  void aRebuiltKernelIsSetUpLateInItsOwnSlots() {
    assertThat(BootSizing.late(rebuilt(""), 4, 0, 3 << 20, 10))
        .isEqualTo(new BootSizing(1024, 4, 16_384, 4));
  }

  private static BootSizing boot(String parameter, int cpus) {
    return BootSizing.atBoot(SwiotlbParameter.parse(parameter), cpus, 0, Long.MAX_VALUE);
  }

  @Test
  void withoutAParameterThePoolHasSixtyFourMebibytesAndAnAreaForEachCpu() {
    assertThat(BootSizing.atBoot(SwiotlbParameter.ABSENT, 24, 0, Long.MAX_VALUE))
        .isEqualTo(new BootSizing(32768, 32, 32768, 32));
  }

  @Test
  void everyAreaHasAtLeastASlotSet() {
    assertThat(boot("512", 24)).isEqualTo(new BootSizing(4096, 32, 4096, 32));
  }

  @Test
  void noforceLeavesNoPoolAndNoRoundsOfSearch() {
    assertThat(boot("7360,noforce", 96)).isEqualTo(new BootSizing(0, 0, 7424, 0));
  }

  @Test
  void areasThatAreWrittenOutStayTheDefaultUnderNoforce() {
    assertThat(boot("2048,4,noforce", 8)).isEqualTo(new BootSizing(0, 0, 2048, 4));
    assertThat(boot("512,15,noforce", 8)).isEqualTo(new BootSizing(0, 0, 2048, 16));
    assertThat(BootSizing.late(SwiotlbParameter.parse(",4,noforce"), 8, 0, 1 << 20, 10))
        .isEqualTo(new BootSizing(0, 0, 32768, 4));
  }

  @Test
  void whatAreasMadeOfTheSlotsDecidesWhetherAConfidentialGuestsWishCounts() {
    assertThat(BootSizing.atBoot(SwiotlbParameter.parse(",512"), 4, 104_857_600, 1L << 40).slots())
        .isEqualTo(65536);
    assertThat(
            BootSizing.atBoot(SwiotlbParameter.parse("16384,256"), 4, 209_715_200, 1L << 40)
                .slots())
        .isEqualTo(131_072);
  }

  @Test
  void shortBootMemoryHalvesSlotsButNotTheDefaultAreas() {
    assertThat(BootSizing.atBoot(SwiotlbParameter.ABSENT, 32, 0, 2 << 20))
        .isEqualTo(new BootSizing(1024, 8, 1024, 32));
  }

  @Test
  void slotsThatAreNoPowerOfTwoMayHalveBelowAMebibyte() {
    var parameter = KernelParameters.parse("swiotlb=,4 swiotlb=768").swiotlb();
    assertThat(BootSizing.atBoot(parameter, 4, 0, 1 << 20).slots()).isEqualTo(384);
  }

  @Test
  void withoutAMebibyteThereIsNoPoolAndTheDefaultsStay() {
    assertThat(BootSizing.atBoot(SwiotlbParameter.parse("2048"), 4, 0, 524_288))
        .isEqualTo(new BootSizing(0, 0, 2048, 4));
  }

  @Test
  void aConfidentialGuestWishesForSixPercentOfMemory() {
    assertThat(BootSizing.confidentialBytes(8L << 30)).isEqualTo((8L << 30) * 6 / 100);
    assertThat(BootSizing.confidentialBytes(1L << 30)).isEqualTo(64L << 20);
    assertThat(BootSizing.confidentialBytes(64L << 30)).isEqualTo(1L << 30);
    assertThat(BootSizing.atBoot(SwiotlbParameter.parse("32768"), 4, 104_857_600, 1L << 40).slots())
        .isEqualTo(65536);
  }

  @Test
  void zeroAreasThatAreWrittenOutAreOne() {
    assertThat(boot("512,0", 24)).isEqualTo(new BootSizing(512, 1, 512, 1));
    assertThat(boot(",0,noforce", 24)).isEqualTo(new BootSizing(0, 0, 32768, 1));
    assertThat(boot("512", 24).areas()).isEqualTo(32);
  }

  @Test
  void growthWorkQueuedWhileItRunsRunsAgain() {
    var work = new GrowthWork();
    assertThat(work.start()).isFalse();
    assertThat(work.queue()).isTrue();
    assertThat(work.queue()).isFalse();
    assertThat(work.start()).isTrue();
    assertThat(work.isQueued()).isFalse();
    assertThat(work.queue()).isTrue();
    assertThat(work.start()).as("one worker at a time").isFalse();
    work.end();
    assertThat(work.start()).isTrue();
    assertThat(work.isRunning()).isTrue();
  }
}
