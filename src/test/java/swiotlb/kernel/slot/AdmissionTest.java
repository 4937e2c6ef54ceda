package swiotlb.kernel.slot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a buffer of a device bounces. */
class AdmissionTest {

  @ParameterizedTest
  @CsvSource({
    "0x10000, 4096, DIRECT",
    "0x10000, 8192, DIRECT",
    "0x10000, 512, BOUNCE",
    "0x10000, 5866, BOUNCE",
    "0x10200, 4096, BOUNCE",
    "0x10800, 2048, BOUNCE",
  })
  void anIommuThatDoesNotTrustBouncesWhatDoesNotFillGranules(
      String address, long bytes, Admission.Way way) {
    assertThat(
            Admission.way(
                Admission.Bouncing.UNALIGNED, Limits.upTo(0xff), 4095, Long.decode(address), bytes))
        .isEqualTo(way);
  }

  private static Admission.Way small(
      Admission.Bouncing bouncing, int cacheLine, long bytes, boolean isWritten) {
    var attributes = new Attributes(false, false, Attributes.Shared.NOT, false, cacheLine);
    return Admission.way(
        bouncing, attributes, Limits.upTo(0xffff_ffffL), 0, 0x10000, bytes, isWritten);
  }

  @ParameterizedTest
  @CsvSource({
    "64, 1, BOUNCE",
    "64, 32, BOUNCE",
    "64, 33, DIRECT",
    "64, 64, DIRECT",
    "64, 65, BOUNCE",
    "64, 96, BOUNCE",
    "64, 97, DIRECT",
    "64, 192, DIRECT",
    "128, 64, BOUNCE",
    "128, 128, DIRECT",
    "128, 192, BOUNCE",
    "128, 193, DIRECT",
    "64, 4096, DIRECT",
    "0, 16, DIRECT"
  })
  void whatMayShareALineOfTheCacheBouncesIfTheDeviceWritesIt(
      int cacheLine, long bytes, Admission.Way way) {
    assertThat(small(Admission.Bouncing.OUT_OF_REACH, cacheLine, bytes, true)).isEqualTo(way);
    assertThat(small(Admission.Bouncing.OUT_OF_REACH, cacheLine, bytes, false))
        .isEqualTo(Admission.Way.DIRECT);
  }

  @Test
  void whereNothingEverBouncesNeitherDoesIt() {
    assertThat(small(Admission.Bouncing.NEVER, 64, 16, true)).isEqualTo(Admission.Way.DIRECT);
  }

  @ParameterizedTest
  @CsvSource({"true, DIRECT", "false, MUST_NOT_BOUNCE"})
  void whatMustBeCoherentIsRefusedWhereTheDeviceDoesNotSeeTheCaches(
      boolean seesCaches, Admission.Way way) {
    var attributes = new Attributes(false, true, Attributes.Shared.NOT, seesCaches, 0);
    assertThat(
            Admission.way(
                Admission.Bouncing.OUT_OF_REACH,
                attributes,
                Limits.upTo(0xffff_ffffL),
                0,
                0x10000,
                4096,
                true))
        .isEqualTo(way);
  }

  @Test
  void whatIsSharedAlreadyDoesNotBounceForBeingSmall() {
    var attributes = new Attributes(true, false, Attributes.Shared.AS_THEY_ARE, false, 64);
    assertThat(
            Admission.way(
                Admission.Bouncing.ALWAYS,
                attributes,
                Limits.upTo(0xffff_ffffL),
                0,
                0x10000,
                13,
                true))
        .isEqualTo(Admission.Way.DIRECT);
  }
}
